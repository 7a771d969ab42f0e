/** People who may be called in the same stretches of time. */
export interface CallableGroup {
  contacts: number;
  /** Ascending, half-open, in epoch milliseconds. */
  stretches: readonly { fromMs: number; toMs: number }[];
}

export interface SpreadInput {
  groups: readonly CallableGroup[];
  /** What pace, slots and providers let through; Infinity = nothing holds it back. */
  callsPerSecond: number;
  fromMs: number;
  /** Length of a slice of time, and how many there are. */
  sliceMs: number;
  slices: number;
}

export interface Spread {
  /** By slice; fractions, since a slice may get half a call. */
  calls: number[];
  /** When the last of them is called; null = not all of them are within the slices. */
  finishMs: number | null;
  /** How many are not called within the slices. */
  left: number;
}

/** Less of a person than this is nobody: what sums of fractions leave. */
const LEAST = 1e-6;

/**
 * Where in time the first call to everybody falls, when nothing but hours and pace decide: in every slice those go
 * first who have been waiting longest, and who began to wait together go side by side. A picture of what is to be
 * expected, not a promise: people's talk, retries and other campaigns are unknown.
 */
export function spreadCalls({ groups, callsPerSecond, fromMs, sliceMs, slices }: SpreadInput): Spread {
  const waiting = groups.map((group) => ({ ...group, left: group.contacts, at: 0 }));
  const byOpening = new Map<number, typeof waiting>();
  for (const group of waiting) {
    const opensMs = group.stretches[0]?.fromMs ?? Infinity;
    byOpening.set(opensMs, [...(byOpening.get(opensMs) ?? []), group]);
  }
  const tiers = [...byOpening].sort(([a], [b]) => a - b).map(([, tier]) => tier);
  const calls: number[] = [];
  let finishMs: number | null = waiting.every(({ left }) => left === 0) ? fromMs : null;
  for (let slice = 0; slice < slices; slice++) {
    const beginMs = fromMs + slice * sliceMs;
    const endMs = beginMs + sliceMs;
    let room = (callsPerSecond * sliceMs) / 1_000;
    let made = 0;
    let lastMs = beginMs;
    for (const tier of tiers) {
      const open = tier.flatMap((group) => {
        const window = group.left === 0 ? null : openIn(group, beginMs, endMs);
        return window === null ? [] : [{ group, window }];
      });
      const people = open.reduce((sum, { group }) => sum + group.left, 0);
      const share = people === 0 ? 0 : Math.min(1, Math.max(0, room) / people);
      for (const { group, window } of open) {
        const taken = Math.min(group.left * share, (callsPerSecond * window.ms) / 1_000);
        group.left = group.left - taken < LEAST ? 0 : group.left - taken;
        room -= taken;
        made += taken;
        const tookMs = Number.isFinite(callsPerSecond) ? (made / callsPerSecond) * 1_000 : 0;
        if (taken > 0) lastMs = Math.max(lastMs, Math.min(endMs, Math.max(window.fromMs, beginMs + tookMs)));
      }
    }
    calls.push(made);
    if (finishMs === null && made > 0 && waiting.every(({ left }) => left === 0)) finishMs = lastMs;
  }
  return { calls, finishMs, left: waiting.reduce((sum, { left }) => sum + left, 0) };
}

/** How much of a slice the group's window is open, and from when; null = not at all. Slices are asked in order. */
function openIn(
  group: CallableGroup & { at: number },
  beginMs: number,
  endMs: number,
): { ms: number; fromMs: number } | null {
  while ((group.stretches[group.at]?.toMs ?? Infinity) <= beginMs) group.at++;
  let ms = 0;
  let fromMs: number | null = null;
  for (let at = group.at; ; at++) {
    const stretch = group.stretches[at];
    if (stretch === undefined || stretch.fromMs >= endMs) break;
    const openMs = Math.max(stretch.fromMs, beginMs);
    ms += Math.min(stretch.toMs, endMs) - openMs;
    fromMs ??= openMs;
  }
  return fromMs === null || ms <= 0 ? null : { ms, fromMs };
}
