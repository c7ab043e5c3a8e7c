// MB/s of Bun's HTMLRewriter (lol-html), one line a case: page, case, MB a second of wall time, MB a second of CPU time.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const snippet = `<script>${'x'.repeat(1600)}</script>`;
const selectors = [
  'article.card > h2 > a', '#item-7', 'img[loading=lazy]', 'p b', 'ul li:first-child', 'button.button--buy', '[data-sku]', 'footer a', 'main p',
  'meta[name=viewport]',
];
const cases = {
  'append to head': () => new HTMLRewriter().on('head', { element(head) { head.append(snippet, { html: true }); } }),
  'a[href] set attribute': () => new HTMLRewriter().on('a[href]', { element(link) { link.setAttribute('rel', 'nofollow'); } }),
  '* no-op': () => new HTMLRewriter().on('*', { element() {} }),
  'ten selectors': () => selectors.reduce((rewriter, selector) => rewriter.on(selector, { element() {} }), new HTMLRewriter()),
  'text of p': () => new HTMLRewriter().on('p', { text() {} }),
  'all text': () => new HTMLRewriter().onDocument({ text() {} }),
};

async function measure(run, milliseconds) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let count = 0;
  do {
    await run();
    count++;
  } while (performance.now() - start < milliseconds);
  const used = process.cpuUsage(cpu);
  return { wall: count / (performance.now() - start) * 1e3, cpu: count / (used.user + used.system) * 1e6 };
}

for (const file of process.argv.slice(2)) {
  const page = readFileSync(file);
  for (const [name, make] of Object.entries(cases)) {
    const run = async () => (await make().transform(new Response(page)).arrayBuffer()).byteLength;
    await measure(run, 500);
    const { wall, cpu } = await measure(run, 600);
    const rate = (runs) => (runs * page.length / 1e6).toFixed(0);
    console.log(`${basename(file)}\t${name}\t${rate(wall)}\t${rate(cpu)}`);
  }
}
