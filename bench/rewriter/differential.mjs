// Random programs over random documents, by Bun's HTMLRewriter and by ours; prints what differs.
// usage: node differential.mjs COUNT [SEED]; BUN and OURS name the programs. Exit code 1: something differs.
//
// What is known to differ is not drawn: docs/html.md lists it, with the standard's reasons. Documents are well nested, with every end tag written: there both must agree to the byte. Programs on tag soup are
// limited to what a start tag, a comment or a text alone decides, for Bun takes no end tag to be implied.
import { spawnSync } from 'node:child_process';

const count = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? Date.now() % 1e9);
let state = seed >>> 0;
const next = (limit) => {
  state = (state + 0x6D2B79F5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
};
const pick = (list) => list[next(list.length)];
const chance = (percent) => next(100) < percent;
const some = (most, make) => Array.from({ length: next(most + 1) }, make).join('');

const words = ['amber', 'basket', 'b&amp;c', '&lt;', 'x & y', 'é', '日本', ' ', '\n', '1 > 0', '&#65;', '"', "'"];
const quoted = ['a', 'b c', 'x', 'y1', '', 'é', '&amp;', 'http://e.x/?a=1&amp;b', 'A', 'en-US'];
const names = ['class', 'id', 'href', 'data-x', 'title', 'CLASS', 'Lang'];

function attribute() {
  const name = pick(names);
  const value = pick(quoted);
  return pick([
    () => `${name}="${value}"`, () => `${name}='${value}'`, () => name, () => `${name} = "${value}"`,
    () => `${name}=${value.replaceAll(/[\s"'>]/g, '') || 'z'}`,
  ])();
}

function attributes() {
  const seen = new Set();
  let text = '';
  for (let i = next(4); i > 0; i--) {
    const one = attribute();
    const name = one.split(/[ =]/)[0].toLowerCase();
    if (!seen.has(name)) text += pick([' ', '  ', '\n']) + one;
    seen.add(name);
  }
  return text;
}

const cased = (name) => chance(10) ? name.toUpperCase() : name;
const element = (name, content) => `<${cased(name)}${attributes()}${chance(5) ? ' ' : ''}>${content}</${cased(name)}${chance(5) ? ' ' : ''}>`;
const empty = (name) => `<${cased(name)}${attributes()}${chance(20) ? ' /' : ''}>`;
const text = () => some(3, () => pick(words));
const comment = () => pick(['<!-- c -->', '<!---->', '<!--a-b--c-->', '<!x y>', '<?pi?>']);

function inline(depth, isInLink) {
  const inner = () => depth > 0 ? some(3, () => inline(depth - 1, isInLink)) : text();
  return pick([
    text, text, text, comment,
    () => element(pick(['b', 'i', 'span', 'em', 'code', 'x-y']), inner()),
    () => isInLink ? text() : element('a', depth > 0 ? some(2, () => inline(depth - 1, true)) : text()),
    () => empty(pick(['img', 'br', 'input', 'wbr'])),
    () => element('textarea', pick(['', 'a>c', '&amp;'])),
    () => element('svg', (chance(30) ? element('title', text()) : '') + some(3, () => pick([
      () => `<path${attributes()} />`, () => element('g', text()), () => '<![CDATA[x>]]>',
    ])())),
  ])();
}

function block(depth) {
  const inner = () => depth > 0 ? some(4, () => block(depth - 1)) : inline(1, false);
  return pick([
    text, comment, () => inline(2, false),
    () => element(pick(['div', 'section', 'article', 'main', 'blockquote']), inner()),
    () => element(pick(['p', 'h1', 'h2', 'pre']), some(3, () => inline(1, false))),
    () => element(pick(['ul', 'ol']), some(4, () => element('li', inner()))),
    () => element('dl', some(2, () => element('dt', text()) + element('dd', inner()))),
    () => element('table', element('tbody', some(3, () => element('tr', some(3, () => element(pick(['td', 'th']), inner())))))),
    () => element('select', some(3, () => element('option', text()))),
    () => element('script', pick(['', 'let a = 1 > 2;', "'&amp;'"])),
    () => element('style', pick(['', 'a>b{}'])),
  ])();
}

const nested = () => pick([
  () => some(5, () => block(3)),
  () => `<!doctype html><html><head>${element('title', text())}${empty('meta')}</head>${element('body', some(5, () => block(3)))}</html>`,
])();

const soupTags = ['div', 'p', 'b', 'i', 'a', 'li', 'ul', 'td', 'tr', 'span', 'h1', 'br', 'img', 'option', 'title', 'textarea', 'dd', 'x-y'];
const soup = () => some(20, () => pick([
  () => `<${cased(pick(soupTags))}${attributes()}${chance(10) ? '/' : ''}>`, () => `</${pick(soupTags)}>`, text, comment, () => '</>', () => '< ', () => '<![CDATA[y]]>',
])());

const selectors = [
  '*', 'div', 'p', 'a', 'li', 'span', 'td', 'b', 'svg', 'path', 'title', '.a', '.b.c', '#x', '[class]', '[href]', '[id="a"]', '[class~="b"]',
  '[href^="http"]', '[title$="c"]', '[data-x*="1"]', '[lang|="en"]', '[class="A" i]', 'div p', 'div > p', 'ul li', 'ul > li > a', 'table td',
  'p:not(.a)', '*:not(div)', 'li:first-child', 'li:nth-child(2)', ':nth-child(2n+1)', 'p:nth-of-type(2)', 'div, p', 'body *', 'section > *', 'X-Y',
];
const soupSelectors = ['*', 'div', 'p', 'td', 'b', 'svg', '[class]', '.a', '[href]'];
const contents = ['', 'T', '<i>h</i>', 'a & b', 'é€', '"q"'];
const content = (op) => ({ op, content: pick(contents), ...(chance(50) ? { html: true } : {}) });

const endOps = () => Array.from({ length: 1 + next(2) }, () => pick([
  () => ({ op: 'log' }), () => content('before'), () => content('after'), () => ({ op: 'remove' }), () => ({ op: 'setName', value: 'u' }),
])());
const startOps = () => pick([
  () => ({ op: 'log' }), () => ({ op: 'log' }), () => content('before'),
  () => ({ op: 'setAttribute', name: pick(names), value: pick(['', 'v', 'a"b', 'é', '&'])}),
  () => ({ op: 'removeAttribute', name: pick(names) }),
]);
const elementOp = () => pick([
  startOps, startOps, startOps,
  () => () => content(pick(['before', 'after', 'prepend', 'append', 'setInnerContent', 'replace'])),
  () => () => content(pick(['before', 'after', 'prepend', 'append'])),
  () => () => pick([{ op: 'remove' }, { op: 'removeAndKeepContent' }]),
  () => () => ({ op: 'setTagName', value: pick(['u', 'X-z', 'q']) }),
  () => () => ({ op: 'onEndTag', ops: endOps() }),
])()();
const tokenOp = () => pick([() => ({ op: 'log' }), () => content('before'), () => content('after'), () => content('replace'), () => ({ op: 'remove' })])();
const ops = (make) => Array.from({ length: 1 + next(3) }, make);
const textOps = () => ops(() => chance(40) ? { op: 'log' } : { ...tokenOp(), when: pick(['first', 'last', 'each']) });
const commentOps = () => ops(() => chance(20) ? { op: 'setText', content: pick(['', 'new', 'é']) } : tokenOp());

function handler(isSoup) {
  const selector = pick(isSoup ? soupSelectors : selectors);
  return pick([
    () => ({ selector, on: 'element', ops: ops(isSoup ? () => startOps()() : elementOp) }),
    () => ({ selector, on: 'element', ops: ops(isSoup ? () => startOps()() : elementOp) }),
    () => ({ selector: isSoup || chance(30) ? null : selector, on: 'text', ops: isSoup ? [{ op: 'log' }] : textOps() }),
    () => ({ selector: isSoup || chance(30) ? null : selector, on: 'comments', ops: commentOps() }),
    () => ({ selector: null, on: 'doctype', ops: [{ op: 'log' }] }),
    () => ({ selector: null, on: 'end', ops: [{ op: 'log' }, content('append')] }),
  ])();
}

function chunks(document, isCut) {
  const bytes = Buffer.from(document);
  const cut = [];
  for (let at = 0; at < bytes.length;) {
    const size = isCut ? 1 + next(12) : bytes.length;
    cut.push(bytes.subarray(at, at + size).toString('base64'));
    at += size;
  }
  return cut;
}

const requests = Array.from({ length: count }, (_, id) => {
  const isSoup = chance(30);
  const document = isSoup ? soup() : nested();
  const handlers = Array.from({ length: 1 + next(4) }, () => handler(isSoup));
  const chunkwise = handlers.some((one) => one.on === 'text' && one.ops.some((op) => op.op !== 'log'));
  return { id, encoding: 'utf-8', chunks: chunks(document, !chunkwise), handlers, document, isSoup };
});

function answers(program, args) {
  const input = requests.map(({ document, isSoup, ...request }) => JSON.stringify(request)).join('\n') + '\n';
  const { stdout, stderr, status } = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

const theirs = answers(process.env.BUN, ['peer.mjs']);
const ours = answers('dotnet', [process.env.OURS]);
let same = 0;
let refused = 0;
const different = [];
for (const [id, request] of requests.entries()) {
  const [a, b] = [theirs[id], ours[id]];
  if (a.error || b.unsupportedSelector) refused++;
  else if (a.output === b.output && JSON.stringify(a.log) === JSON.stringify(b.log)) same++;
  else different.push({ request, a, b });
}

const decode = (answer) => answer.error ?? Buffer.from(answer.output, 'base64').toString() + ' LOG ' + JSON.stringify(answer.log);

/** What two answers say around the place where they part. */
function parting(a, b) {
  const [x, y] = [decode(a), decode(b)];
  let at = 0;
  while (x[at] === y[at]) at++;
  const from = Math.max(0, at - 80);
  return `bun  …${x.slice(from, at + 60)}\nours …${y.slice(from, at + 60)}`;
}

different.sort((x, y) => x.request.document.length - y.request.document.length);
for (const { request, a, b } of different.slice(0, 10)) {
  console.log(`--- ${request.isSoup ? 'soup' : 'nested'}: ${JSON.stringify(request.document).slice(0, 300)}\n${JSON.stringify(request.handlers)}\n${parting(a, b)}`);
}

console.log(`seed ${seed}: ${same} the same, ${different.length} different, ${refused} refused by one of the two`);
process.exit(different.length > 0 ? 1 : 0);
