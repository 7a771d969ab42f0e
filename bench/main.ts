import { benchConsole } from './console.ts';
import { benchDial } from './dial.ts';
import { benchImport } from './import.ts';
import { benchImportBeside } from './import-beside.ts';
import { benchPace } from './pace.ts';
import { benchReminders } from './reminders.ts';
import { benchWindows } from './windows.ts';

/** One figure per file; each runs baseline and candidate in one go, because machines differ and are noisy. */
const BENCHES = new Map([
  [
    'console',
    {
      run: benchConsole,
      words: 'groups, first paint, event to pixel, pause and memory of the dashboard over a million attempts',
    },
  ],
  ['dial', { run: benchDial, words: 'contacts through the whole path, beside a bare loop that only POSTs' }],
  [
    'import',
    { run: benchImport, words: 'a million rows from a file to contacts with due rows, beside COPY of the same rows' },
  ],
  ['import-beside', { run: benchImportBeside, words: 'what dialing feels of an import in the same worker' }],
  ['pace', { run: benchPace, words: 'breaches and used share of a rate limit at 1, 5, 50 and 500 per second' }],
  [
    'reminders',
    {
      run: benchReminders,
      words: 'how late reminders of one second leave, and bookings per second, beside timers of workflows',
    },
  ],
  [
    'windows',
    { run: benchWindows, words: 'decisions about calling windows per second, beside an oracle that must agree' },
  ],
]);

async function main(): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2);
  const bench = BENCHES.get(name);
  if (!bench) {
    console.error('usage: npm run bench -- NAME [--json] ...\n');
    for (const [known, { words }] of BENCHES) console.error(`  ${known.padEnd(14)} ${words}`);
    process.exit(2);
  }
  const json = args.includes('--json');
  const say = json ? console.error : console.log;
  const result = await bench.run(args, say);
  console.log(json ? JSON.stringify(result) : result);
}

await main();
