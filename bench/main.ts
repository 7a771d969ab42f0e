import { benchDial } from './dial.ts';
import { benchPace } from './pace.ts';

/** One figure per file; each runs baseline and candidate in one go, because machines differ and are noisy. */
const BENCHES = {
  dial: { run: benchDial, words: 'contacts through the whole path, beside a bare loop that only POSTs' },
  pace: { run: benchPace, words: 'breaches and used share of a rate limit at 1, 5, 50 and 500 per second' },
} as const;

async function main(): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2);
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name as keyof typeof BENCHES] : undefined;
  if (!bench) {
    console.error('usage: npm run bench -- NAME [--json] ...\n');
    for (const [known, { words }] of Object.entries(BENCHES)) console.error(`  ${known.padEnd(8)} ${words}`);
    process.exit(2);
  }
  const json = args.includes('--json');
  const say = (line: string): void => void (json ? console.error(line) : console.log(line));
  const result = await bench.run(args, say);
  console.log(json ? JSON.stringify(result) : result);
}

await main();
