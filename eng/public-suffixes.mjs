// Makes src/Gatehouse/Visitors/PublicSuffixes/public-suffixes.txt, which is checked in, so that a build needs neither this
// script nor a network. Run it to take a newer list over:
//
//   node eng/public-suffixes.mjs /usr/share/publicsuffix/public_suffix_list.dat     (Debian: apt-get install publicsuffix)
//   node eng/public-suffixes.mjs node_modules/psl/data/rules.js                     (npm: the psl package)
//
// One line a name: the name in ASCII form, a tab, and which rules the list has for it:
//   =  the name is a public suffix        *  every name directly below it is one        !  the name is none, whatever * says
// Lines are sorted by the bytes of their names, so that the edge finds one by halving the text itself.
import { readFileSync, writeFileSync } from 'node:fs';
import { domainToASCII } from 'node:url';

const [source] = process.argv.slice(2);
if (!source) {
  console.error('usage: node eng/public-suffixes.mjs <public_suffix_list.dat | rules.js>');
  process.exit(2);
}

const text = readFileSync(source, 'utf8');
const rules = source.endsWith('.js')
  ? [...text.matchAll(/"([^"]+)"/g)].map(match => match[1])
  : text.split('\n').map(line => line.trim().split(/\s/)[0]).filter(line => line && !line.startsWith('//'));

const kinds = new Map();
for (const rule of rules) {
  const kind = rule.startsWith('!') ? '!' : rule.startsWith('*.') ? '*' : '=';
  const name = domainToASCII(rule.replace(/^(!|\*\.)/, ''));
  if (!name || name.includes('*')) {
    throw new Error(`not a rule that the edge can read: ${rule}`);
  }

  kinds.set(name, new Set([...(kinds.get(name) ?? []), kind]));
}

const header = [
  '# Public suffix list, https://publicsuffix.org/list/, in a compact form.',
  '# This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not',
  '# distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.',
];
const lines = [...kinds].map(([name, of]) => `${name}\t${[...of].sort().join('')}`);
lines.sort((a, b) => Buffer.compare(Buffer.from(a.split('\t')[0]), Buffer.from(b.split('\t')[0])));
const target = new URL('../src/Gatehouse/Visitors/PublicSuffixes/public-suffixes.txt', import.meta.url);
writeFileSync(target, [...header, ...lines, ''].join('\n'));
console.log(`${rules.length} rules, ${lines.length} names`);
