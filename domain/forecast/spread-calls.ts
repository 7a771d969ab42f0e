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

/**
 * Where in time the first call to everybody falls, when nothing but hours and pace decide: in every slice those go
 * first who have been waiting longest. A picture of what is to be expected, not a promise: people's talk, retries and
 * other campaigns are unknown.
 */
export function spreadCalls({ groups, callsPerSecond, fromMs, sliceMs, slices }: SpreadInput): Spread {
  const waiting = groups
    .map((group) => ({ ...group, left: group.contacts, at: 0 }))
    .sort((a, b) => (a.stretches[0]?.fromMs ?? Infinity) - (b.stretches[0]?.fromMs ?? Infinity));
  const calls: number[] = [];
  let finishMs: number | null = waiting.every(({ left }) => left === 0) ? fromMs : null;
  for (let slice = 0; slice < slices; slice++) {
    const beginMs = fromMs + slice * sliceMs;
    const endMs = beginMs + sliceMs;
    let room = (callsPerSecond * sliceMs) / 1_000;
    let made = 0;
    let lastMs = beginMs;
    for (const group of waiting) {
      if (group.left === 0 || room <= 0) continue;
      const open = openIn(group, beginMs, endMs);
      if (open === null) continue;
      const most = Math.min(room, (callsPerSecond * open.ms) / 1_000);
      const taken = Math.min(group.left, most);
      group.left -= taken;
      if (group.left < 1e-6) group.left = 0;
      room -= taken;
      made += taken;
      const tookMs = Number.isFinite(callsPerSecond) ? (made / callsPerSecond) * 1_000 : 0;
      lastMs = Math.max(lastMs, Math.min(endMs, Math.max(open.fromMs, beginMs + tookMs)));
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
