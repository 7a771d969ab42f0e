import { loadZones } from '../data/load-zones.ts';
import { seededDraw } from '../dev/demo/draw.ts';
import { compareWithOracle, type CaseToCompare } from './windows/compare.ts';
import { casesNearChange } from './windows/near-change.ts';
import { caseMaker, FROM_MS, TO_MS } from './windows/random-case.ts';
import { measureCached, measureUncached } from './windows/rates.ts';
import { changesOf, zoneNames } from './windows/zone-names.ts';

const DEFAULT_CASES = 1_000_000;
const SHOWN = 10;
const SAY_EVERY = 100_000;

/**
 * Decisions about windows per second of one core, and in how many cases they disagree with an oracle that was written
 * in another way: `--cases` random ones (a million), and all around every change of every zone from 2020 to 2035.
 */
export async function benchWindows(args: readonly string[], say: (line: string) => void): Promise<object> {
  const argument = (name: string): number => Number(args[args.indexOf(name) + 1] ?? Number.NaN);
  const random = args.includes('--cases') ? argument('--cases') : DEFAULT_CASES;
  const seed = args.includes('--seed') ? argument('--seed') : Math.floor(Math.random() * 2 ** 31);
  if (!Number.isSafeInteger(random) || random < 1 || !Number.isSafeInteger(seed)) {
    throw new Error('usage: npm run bench -- windows [--cases N] [--seed N] [--json]');
  }
  say(`seed ${seed}`);
  const table = loadZones();
  const names = zoneNames();
  const every = [...names.zones, ...names.links];
  const numbers = seededDraw(seed);
  const next = caseMaker(every, table, numbers);

  const decisionsPerSecond = measureCached(next, table, numbers);
  const decisionsPerSecondUncached = measureUncached(next, table);
  say(`${decisionsPerSecond} decisions per second and core, ${decisionsPerSecondUncached} when nothing is cached`);

  const judged = { cases: 0, disagreements: 0, allowed: 0, neverOpen: 0 };
  const judge = (asked: CaseToCompare): void => {
    const { differing, oracle } = compareWithOracle(asked, table);
    judged.cases++;
    if (oracle.allowed) judged.allowed++;
    if (oracle.nextOpenMs === null) judged.neverOpen++;
    if (differing && ++judged.disagreements <= SHOWN) say(`DISAGREE ${JSON.stringify({ asked, ...differing })}`);
    if (judged.cases % SAY_EVERY === 0) say(`${judged.cases} cases, ${judged.disagreements} disagreements`);
  };
  let changes = 0;
  for (const zone of names.zones) {
    for (const changeMs of changesOf(zone, FROM_MS, TO_MS, table)) {
      changes++;
      for (const asked of casesNearChange(zone, changeMs, table)) judge(asked);
    }
  }
  const casesAtChanges = judged.cases;
  for (let i = 0; i < random; i++) judge(next());
  if (judged.disagreements > 0) process.exitCode = 1;
  return {
    decisionsPerSecond,
    decisionsPerSecondUncached,
    ...judged,
    casesAtChanges,
    changes,
    zones: every.length,
    zoneRelease: table.release,
    seed,
  };
}
