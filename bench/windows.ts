import { loadZones } from '../data/load-zones.ts';
import { seededDraw } from '../dev/demo/draw.ts';
import { compareWithOracle, type CaseToCompare } from './windows/compare.ts';
import { measureGate } from './windows/gate-cost.ts';
import { casesNearChange } from './windows/near-change.ts';
import { caseMaker, FROM_MS, TO_MS } from './windows/random-case.ts';
import { measureCached, measureUncached } from './windows/rates.ts';
import { measureReplan } from './windows/replan.ts';
import { changesOf, zoneNames } from './windows/zone-names.ts';

const DEFAULT_CASES = 1_000_000;
const DEFAULT_SUPPRESSIONS = 5_000_000;
const DEFAULT_CONTACTS = 1_000_000;
const PARTS: readonly string[] = ['decisions', 'gate', 'replan'];
const SHOWN = 10;
const SAY_EVERY = 100_000;

/**
 * Decisions about windows per second of one core, and in how many cases they disagree with an oracle that was written
 * in another way: `--cases` random ones (a million), and all around every change of every zone from 2020 to 2035. Then
 * what five million suppressions cost the gate, and how long an edit takes over a million due rows. `--only` names one
 * part: decisions, gate, replan.
 */
export async function benchWindows(args: readonly string[], say: (line: string) => void): Promise<object> {
  const word = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const number = (name: string, otherwise: number): number => Number(word(name) ?? otherwise);
  const random = number('--cases', DEFAULT_CASES);
  const seed = number('--seed', Math.floor(Math.random() * 2 ** 31));
  const suppressions = number('--suppressions', DEFAULT_SUPPRESSIONS);
  const contacts = number('--contacts', DEFAULT_CONTACTS);
  const only = word('--only');
  const whole = [random, seed, suppressions, contacts].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (!whole || random < 1 || (only !== undefined && !PARTS.includes(only))) {
    throw new Error(
      `usage: npm run bench -- windows [--only ${PARTS.join('|')}] [--cases N] [--seed N] [--suppressions N] [--contacts N] [--json]`,
    );
  }
  const wanted = (part: string): boolean => only === undefined || only === part;
  const decisions = wanted('decisions') ? measureDecisions(random, seed, say) : {};
  const cost = wanted('gate') ? await measureGate(suppressions, say) : undefined;
  const replan = wanted('replan') ? await measureReplan(contacts, say) : undefined;
  return {
    ...decisions,
    ...(cost && {
      gateRatioWith5MSuppressions: cost.ratio,
      gateExtraBuffers: cost.extraBuffers,
      gateMsWithout: cost.bareMsPerGate,
      suppressions,
    }),
    ...(replan && { replanSeconds: replan.replanSeconds, replanSentRatio: replan.sentRatio, replanned: replan.moved }),
  };
}

function measureDecisions(random: number, seed: number, say: (line: string) => void): object {
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
