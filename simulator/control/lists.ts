import type { Dial } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { read } from './control-error.ts';
import { chargesQuery, dialsQuery } from './requests.ts';

export interface DialView {
  seq: number;
  channel: Dial['channel'];
  attemptId: string | null;
  to: string;
  account: string;
  receivedAtMs: number;
  bodyAtMs: number;
  dialledAtMs: number | null;
  endedAtMs: number | null;
  costMicros: number;
  fault: Dial['fault'];
}

export interface Page<T> {
  items: T[];
  /** Give it back as `cursor`; null at the end. */
  nextCursor: number | null;
}

const viewDial = (dial: Dial): DialView => ({
  seq: dial.seq,
  channel: dial.channel,
  attemptId: dial.attemptId,
  to: dial.to,
  account: dial.account.name,
  receivedAtMs: dial.receivedAtMs,
  bodyAtMs: dial.bodyAtMs,
  dialledAtMs: dial.dialledAtMs,
  endedAtMs: dial.endedAtMs,
  costMicros: dial.costMicros,
  fault: dial.fault,
});

/** Every dial in the order of arrival, or those of one attempt or destination. */
export const listDials = (sim: Simulation, query: URLSearchParams): Page<DialView> => {
  const { attempt_id: attemptId, to, cursor, limit } = read(dialsQuery, Object.fromEntries(query));
  const { dials } = sim.judge;
  const items: DialView[] = [];
  let at = cursor;
  for (; at < dials.length && items.length < limit; at += 1) {
    const dial = dials[at];
    if (dial === undefined) break;
    if (attemptId !== undefined && dial.attemptId !== attemptId) continue;
    if (to !== undefined && dial.to !== to) continue;
    items.push(viewDial(dial));
  }
  return { items, nextCursor: at < dials.length ? at : null };
};

export interface Charge {
  attemptId: string | null;
  channel: Dial['channel'];
  to: string;
  account: string;
  costMicros: number;
}

/** What each dial cost; an attempt that was dialled twice has two lines. Lines of nothing are left out. */
export const listCharges = (sim: Simulation, query: URLSearchParams): Page<Charge> => {
  const { cursor, limit } = read(chargesQuery, Object.fromEntries(query));
  const { dials } = sim.judge;
  const items: Charge[] = [];
  let at = cursor;
  for (; at < dials.length && items.length < limit; at += 1) {
    const dial = dials[at];
    if (dial === undefined) break;
    const { attemptId, channel, to, account, costMicros } = dial;
    if (costMicros > 0) items.push({ attemptId, channel, to, account: account.name, costMicros });
  }
  return { items, nextCursor: at < dials.length ? at : null };
};
