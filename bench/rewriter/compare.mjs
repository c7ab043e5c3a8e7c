// Runs the two programs in turn, so that both meet the same machine, and prints medians and ratios.
// usage: node compare.mjs ROUNDS PAGE... ; BUN and OURS name the programs.
import { execFileSync } from 'node:child_process';

const [rounds, ...pages] = process.argv.slice(2);
const programs = {
  bun: [process.env.BUN, ['bun.mjs', ...pages]],
  gatehouse: ['dotnet', [process.env.OURS, 'rates', ...pages]],
};
const rates = new Map();
for (let round = 0; round < Number(rounds); round++) {
  for (const [who, [program, args]] of Object.entries(programs)) {
    for (const line of execFileSync(program, args, { encoding: 'utf8' }).trim().split('\n')) {
      const [page, name, wall, cpu] = line.split('\t');
      const key = `${page}\t${who === 'bun' ? 'bun: ' : ''}${name}`;
      rates.set(key, [...(rates.get(key) ?? []), { wall: Number(wall), cpu: Number(cpu) }]);
    }
  }
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const of = (key, clock) => median(rates.get(key).map((rate) => rate[clock]));
const show = (...cells) => console.log(cells.map((cell, i) => i < 2 ? cell.padEnd([16, 40][i]) : String(cell).padStart(12)).join(''));
show('page', 'case', 'MB/s', 'MB/s of CPU', 'x bun');
for (const key of [...rates.keys()].sort()) {
  const [page, name] = key.split('\t');
  const peer = `${page}\tbun: ${name.slice(name.lastIndexOf(': ') + 2).replace('every token', '* no-op')}`;
  show(page, name, of(key, 'wall'), of(key, 'cpu'), rates.has(peer) ? (of(key, 'cpu') / of(peer, 'cpu')).toFixed(2) : '');
}
