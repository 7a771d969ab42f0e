import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLedger } from '../../../dev/demo/judge/drift.ts';
import { lostContacts } from '../../../dev/demo/judge/lost-contacts.ts';
import { paceBreaches } from '../../../dev/demo/judge/pace-breaches.ts';
import { windowBreaches } from '../../../dev/demo/judge/window-breaches.ts';
import type { Person } from '../../../dev/demo/people.ts';
import { brokenPromises, type Findings } from '../../../dev/demo/report.ts';
import type { SimulatorDial } from '../../../dev/demo/simulator-control.ts';

const person = (phone: string, zones: string[]): Person => ({
  list: 'calls',
  phone,
  name: 'A',
  zones,
  zoneColumn: '',
  amount: '$1',
  dueDate: 'June 12',
  suppressed: false,
});
const dial = (change: Partial<SimulatorDial>): SimulatorDial => ({
  seq: 0,
  channel: 'call',
  attemptId: 'a',
  to: '+12125550100',
  receivedAtMs: Date.parse('2026-06-09T14:00:00Z'),
  costMicros: 0,
  fault: null,
  ...change,
});

describe('dials at the wrong hour', () => {
  const dialAt = (iso: string, zones: string[]): number =>
    windowBreaches([dial({ receivedAtMs: Date.parse(iso) })], [person('+12125550100', zones)]).length;
  it.each([
    ['2026-06-09T14:00:00Z', ['America/New_York'], 0],
    ['2026-06-09T13:59:59Z', ['America/New_York'], 1],
    ['2026-06-09T20:59:59Z', ['America/New_York'], 0],
    ['2026-06-09T21:00:00Z', ['America/New_York'], 1],
    ['2026-06-13T15:00:00Z', ['America/New_York'], 1],
    ['2026-06-09T14:00:00Z', ['America/New_York', 'America/Chicago'], 1],
    ['2026-06-09T15:00:00Z', ['America/New_York', 'America/Chicago'], 0],
    ['2026-06-09T15:00:00Z', [], 1],
  ])('%s in %j: %i', (iso, zones, breaches) => {
    expect(dialAt(iso, zones)).toBe(breaches);
  });
  it('is any hour for somebody who is on no list', () => {
    expect(windowBreaches([dial({ to: '+19995550100' })], [])).toHaveLength(1);
  });
});

describe('sends above a limit', () => {
  const sends = (times: number[]) => times.map((atMs, index) => ({ attemptId: String(index), atMs }));
  it('names the one that is too many in a window, whatever the order of the stamps', () => {
    expect(paceBreaches([{ maxCount: 2, windowMs: 1_000, sends: sends([900, 0, 999]) }])).toEqual(['2']);
  });
  it('counts a send exactly one window later as the next window', () => {
    expect(paceBreaches([{ maxCount: 2, windowMs: 1_000, sends: sends([0, 500, 1_000]) }])).toEqual([]);
  });
  it('finds something exactly when a window holds too many, by counting every window', () => {
    const times = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 6 }), (stamps, maxCount) => {
        const most = Math.max(0, ...stamps.map((end) => stamps.filter((at) => at > end - 1_000 && at <= end).length));
        const found = paceBreaches([{ maxCount, windowMs: 1_000, sends: sends(stamps) }]);
        expect(found.length > 0).toBe(most > maxCount);
      }),
    );
  });
});

describe('the ledger beside the charges', () => {
  const attempt = { id: 'a', state: 'DISPOSED', costMicros: 100, presumed: false };
  it('agrees when each attempt costs what was charged', () => {
    expect(compareLedger([attempt], [dial({ costMicros: 60 }), dial({ costMicros: 40 })]).offenders).toEqual([]);
  });
  it('does not let two errors cancel out', () => {
    const found = compareLedger(
      [attempt, { ...attempt, id: 'b' }],
      [dial({ costMicros: 90 }), dial({ attemptId: 'b', costMicros: 110 })],
    );
    expect(found).toMatchObject({ driftMicros: 20, offenders: ['a', 'b'] });
  });
  it('lists presumed costs apart', () => {
    const found = compareLedger([{ ...attempt, state: 'PARKED', presumed: true }], [dial({ costMicros: 30 })]);
    expect(found).toEqual({ driftMicros: 0, offenders: [], parked: { presumedMicros: 100, chargedMicros: 30 } });
  });
  it('finds a charge that the ledger knows nothing of', () => {
    expect(compareLedger([], [dial({ costMicros: 30 })])).toMatchObject({ driftMicros: 30, offenders: ['a'] });
  });
});

describe('lost contacts', () => {
  const list = { list: 'calls' as const, fileName: 'l.csv', csv: '', rows: 5, accepted: 3, rejected: 1, duplicates: 1 };
  const view = { state: 'done', rowsRead: 5, acceptedRows: 3, rejectedRows: 1, duplicateRows: 1, failure: null };
  it('are none when every row and contact is accounted for', () => {
    expect(lostContacts([{ list, view, exported: 3, terminal: 3 }])).toEqual({ lost: 0, words: [] });
  });
  it.each([
    [{ rowsRead: 4, acceptedRows: 3, rejectedRows: 1, duplicateRows: 0 }, 3, 3],
    [{ rowsRead: 5, acceptedRows: 3, rejectedRows: 1, duplicateRows: 0 }, 3, 3],
    [{ rowsRead: 5, acceptedRows: 2, rejectedRows: 2, duplicateRows: 1 }, 2, 2],
    [{}, 2, 3],
    [{}, 3, 2],
  ])('are counted for %j, %i exported, %i at their end', (change, exported, terminal) => {
    expect(lostContacts([{ list, view: { ...view, ...change }, exported, terminal }]).lost).toBeGreaterThan(0);
  });
});

describe('broken promises', () => {
  const kept: Findings = {
    contacts: 1,
    terminal: 1,
    states: {},
    attempts: 1,
    dials: 1,
    doubleDials: 0,
    lostContacts: 0,
    parked: 1,
    faultsFired: { webhook_lost: 1 },
    ledgerDriftMicros: 0,
    windowBreaches: 0,
    paceBreaches: 0,
    seconds: 1,
    dialsPerSecond: 1,
    workflowTasks: 1,
    plan: 'unlimited',
    speed: 1,
    seed: 1,
    clockJumps: 0,
    waitedFor: {},
    calls: 1,
    texts: 0,
    spentMicros: 0,
    parkedCosts: { presumedMicros: 0, chargedMicros: 0 },
    inboundChargesMicros: 0,
    mayPark: { sendingAtKills: 1, hitByFault: 0 },
    kills: [],
    quarantined: 0,
    completed: true,
    stoppedBecause: null,
    killFailure: null,
    withFaults: true,
    faultKinds: ['webhook_lost'],
    doubleDialWords: [],
    lostWords: [],
    driftIds: [],
    windowIds: [],
    paceIds: [],
    invariants: [],
  };
  it('are none when all were kept', () => {
    expect(brokenPromises(kept)).toEqual([]);
  });
  it.each<[string, Partial<Findings>]>([
    ['not completed', { completed: false }],
    ['a kill that failed', { killFailure: 'x' }],
    ['a double dial', { doubleDials: 1, doubleDialWords: ['who'] }],
    ['a lost contact', { lostContacts: 1, lostWords: ['who'] }],
    ['a contact that is not at its end', { terminal: 0 }],
    ['a wrong hour', { windowBreaches: 1, windowIds: ['who'] }],
    ['drift', { driftIds: ['who'], ledgerDriftMicros: 1 }],
    ['a pace above the limit', { paceBreaches: 1, paceIds: ['who'] }],
    ['more parked than may be', { parked: 2 }],
    ['a fault that never fired', { faultsFired: {}, faultKinds: ['who'] }],
    ['a broken invariant', { invariants: [{ name: 'n', words: 'w', ok: false, count: 1, ids: ['who'] }] }],
    ['a fact in quarantine', { quarantined: 1 }],
  ])('name %s', (_what, change) => {
    const failures = brokenPromises({ ...kept, ...change });
    expect(failures).toHaveLength(1);
    if (JSON.stringify(change).includes('who')) expect(failures[0]).toContain('who');
  });
});
