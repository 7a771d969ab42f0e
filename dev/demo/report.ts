import type { InvariantResult } from '../../engine/auditing/audit-ledger.ts';

/** What `--json` prints: the figures first that every demo is asked for. */
export interface DemoResult {
  contacts: number;
  terminal: number;
  states: Record<string, number>;
  attempts: number;
  /** Calls and texts, by the simulator's count. */
  dials: number;
  doubleDials: number;
  lostContacts: number;
  parked: number;
  faultsFired: Record<string, number>;
  ledgerDriftMicros: number;
  windowBreaches: number;
  paceBreaches: number;
  seconds: number;
  dialsPerSecond: number;
  workflowTasks: number;
  plan: string;
  speed: number;
  seed: number;
  clockJumps: number;
  /** Seconds of real time that the clock could not jump over, by reason. */
  waitedFor: Record<string, number>;
  calls: number;
  texts: number;
  spentMicros: number;
  parkedCosts: { presumedMicros: number; chargedMicros: number };
  /** What the provider charges for texts that came in; no attempt of ours caused them. */
  inboundChargesMicros: number;
  mayPark: { sendingAtKills: number; hitByFault: number };
  kills: string[];
  quarantined: number;
  failures: string[];
}

/** What was found, before it is judged. */
export interface Findings extends Omit<DemoResult, 'failures'> {
  completed: boolean;
  stoppedBecause: string | null;
  killFailure: string | null;
  withFaults: boolean;
  faultKinds: readonly string[];
  doubleDialWords: string[];
  lostWords: string[];
  driftIds: string[];
  windowIds: string[];
  paceIds: string[];
  invariants: readonly InvariantResult[];
}

const SHOWN = 10;
const some = (ids: readonly string[]): string =>
  ids.length === 0 ? '' : `: ${ids.slice(0, SHOWN).join(', ')}${ids.length > SHOWN ? ', ...' : ''}`;

/** Every promise that was broken, with who or what broke it. Empty = all were kept. */
export function brokenPromises(found: Findings): string[] {
  const failures: string[] = [];
  const promise = (kept: boolean, words: string): void => {
    if (!kept) failures.push(words);
  };
  promise(found.completed, `not every campaign came to its end: ${found.stoppedBecause ?? ''}`);
  promise(found.killFailure === null, `a killed part did not come back: ${found.killFailure ?? ''}`);
  promise(found.doubleDials === 0, `L1: ${found.doubleDials} double dials${some(found.doubleDialWords)}`);
  promise(found.lostContacts === 0, `L2: ${found.lostContacts} contacts or rows lost${some(found.lostWords)}`);
  promise(found.terminal === found.contacts, `L2: ${found.terminal} of ${found.contacts} contacts are at their end`);
  promise(found.windowBreaches === 0, `L3: ${found.windowBreaches} dials at the wrong hour${some(found.windowIds)}`);
  promise(
    found.driftIds.length === 0,
    `L4: the ledger is off by ${found.ledgerDriftMicros} micros${some(found.driftIds)}`,
  );
  promise(found.paceBreaches === 0, `L9: ${found.paceBreaches} sends above a limit${some(found.paceIds)}`);
  promise(found.quarantined === 0, `${found.quarantined} facts could not be folded`);
  const { sendingAtKills, hitByFault } = found.mayPark;
  promise(
    found.parked <= sendingAtKills + hitByFault,
    `${found.parked} attempts parked, but only ${sendingAtKills} were in SENDING at a kill and ${hitByFault} were hit by a fault that can park`,
  );
  for (const { ok, name, words, count, ids } of found.invariants) {
    promise(ok, `${name}: ${count} against "${words}"${some(ids)}`);
  }
  if (found.withFaults) {
    const silent = found.faultKinds.filter((kind) => (found.faultsFired[kind] ?? 0) === 0);
    promise(silent.length === 0, `faults that never fired${some(silent)}`);
  }
  return failures;
}

/** The part of the findings that is printed. */
export function resultOf(found: Findings): DemoResult {
  const {
    completed: _completed,
    stoppedBecause: _stopped,
    killFailure: _kill,
    withFaults: _with,
    faultKinds: _kinds,
    doubleDialWords: _double,
    lostWords: _lost,
    driftIds: _drift,
    windowIds: _window,
    paceIds: _pace,
    invariants: _invariants,
    ...result
  } = found;
  return { ...result, failures: brokenPromises(found) };
}
