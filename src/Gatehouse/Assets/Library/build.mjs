// Fetches the pinned browser library and makes the files that are embedded, each also as .br and .gz.
// Usage: node build.mjs <folder of the output> <loader.js>
//
// Everything is made in a folder of its own and put in place by one rename, so that builds that run side by side never see
// half a result: the first one wins, the others drop theirs.
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const source = dirname(fileURLToPath(import.meta.url));
const [output, loader] = process.argv.slice(2);
const inputs = ['package.json', 'package-lock.json', '.npmrc', 'build.mjs'].map(name => join(source, name));
const stamp = fingerprint([...inputs, loader]);
const stampFile = join(output, 'stamp');

if (isMade()) {
  // The inputs are only newer, not other. The build compares times, so the stamp gets a new one.
  writeFileSync(stampFile, stamp);
} else {
  const work = `${output}.${randomUUID()}`;
  try {
    make(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function isMade() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

function make(work) {
  const install = join(work, 'install');
  const files = join(work, 'files');
  mkdirSync(install, { recursive: true });
  mkdirSync(files);
  for (const input of inputs) {
    cpSync(input, join(install, basename(input)));
  }

  // A shell, because npm is a script on Windows. The arguments are constants.
  const npm = spawnSync('npm ci --ignore-scripts --no-audit --no-fund --loglevel=error', { cwd: install, shell: true, stdio: ['ignore', 'inherit', 'inherit'] });
  if (npm.status !== 0) {
    rmSync(work, { recursive: true, force: true });
    console.error('error GHLIB2: npm could not fetch the browser library (see above); it needs the npm registry once, later builds use what was made.');
    process.exit(1);
  }

  const modules = join(install, 'node_modules');
  const umd = join(modules, '@segment/analytics-next/dist/umd');
  for (const name of readdirSync(umd)) {
    if (name === 'standalone.js' || /^[\w-]+\.bundle\.[0-9a-f]+\.js$/.test(name)) {
      put(files, name, readFileSync(join(umd, name)));
    }
  }

  put(files, 'LICENSE', Buffer.from(licences(modules)));
  writeFileSync(join(files, 'loader.js'), minified(readFileSync(loader, 'utf8')));
  writeFileSync(join(files, 'stamp'), stamp);
  if (isMade()) {
    return;
  }

  if (existsSync(output)) {
    renameSync(output, join(work, 'old'));
  }

  try {
    renameSync(files, output);
  } catch (error) {
    if (!isMade()) {
      throw error;
    }
  }
}

function put(folder, name, bytes) {
  writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }));
}

// The library's own licence first, then those of what is bundled into it.
function licences(modules) {
  const found = readdirSync(modules, { recursive: true })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => /licen[cs]e(\.\w+)?$/i.test(path))
    .sort((a, b) => Number(b.startsWith('@segment/analytics-next/L')) - Number(a.startsWith('@segment/analytics-next/L')) || (a < b ? -1 : 1));
  return found.map(path => `==== ${path}\n\n${readFileSync(join(modules, path), 'utf8').trim()}\n`).join('\n');
}

// The loader goes over the wire with every page: its comments, indentation and the spaces that separate no words stay at home.
function minified(text) {
  return text.split('\n')
    .map(line => line.trim())
    .filter(line => line && !line.startsWith('//'))
    .map(line => line.replace(/ ?([^\w$ ]) ?/g, '$1'))
    .join('\n') + '\n';
}

function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    hash.update(readFileSync(path)).update('\0');
  }

  return hash.digest('hex');
}
