/** How fresh what is shown is, and why. */
export type LiveState =
  | { kind: 'connecting'; sinceMs: number; dataAtMs: number | null }
  | { kind: 'live'; sinceMs: number; dataAtMs: number }
  | { kind: 'reconnecting'; sinceMs: number; dataAtMs: number | null }
  /** The stream has been away for long: the pages ask by themselves. */
  | { kind: 'polling'; sinceMs: number; dataAtMs: number | null };

export type LiveHappening =
  | { kind: 'opened' | 'heard' | 'lost' | 'slow' | 'polled'; atMs: number }
  /** `heartbeatMs`: how often the server says that it is there, when it has nothing else to say. */
  | { kind: 'ticked'; atMs: number; heartbeatMs: number };

export const POLL_AFTER_MS = 30_000;
/** One heartbeat may be late. A stream that misses two is dead, whatever its socket says. */
const MISSED_HEARTBEATS = 2.5;

export const begun = (atMs: number): LiveState => ({ kind: 'connecting', sinceMs: atMs, dataAtMs: null });

/** What a happening makes of the state. `slow`: the server let go of a client that could not follow. */
export function nextLiveState(state: LiveState, happening: LiveHappening): LiveState {
  const { atMs } = happening;
  switch (happening.kind) {
    case 'opened':
      return { kind: 'live', sinceMs: atMs, dataAtMs: atMs };
    case 'heard':
      return { kind: 'live', sinceMs: state.kind === 'live' ? state.sinceMs : atMs, dataAtMs: atMs };
    case 'lost':
      return state.kind === 'live' || state.kind === 'connecting'
        ? { kind: 'reconnecting', sinceMs: atMs, dataAtMs: state.dataAtMs }
        : state;
    case 'slow':
      return { kind: 'polling', sinceMs: atMs, dataAtMs: state.dataAtMs };
    case 'polled':
      return { ...state, dataAtMs: atMs };
    case 'ticked':
      return afterTick(state, atMs, happening.heartbeatMs);
  }
}

function afterTick(state: LiveState, atMs: number, heartbeatMs: number): LiveState {
  if (state.kind === 'live') {
    const isSilent = atMs - state.dataAtMs >= heartbeatMs * MISSED_HEARTBEATS;
    return isSilent ? { kind: 'reconnecting', sinceMs: atMs, dataAtMs: state.dataAtMs } : state;
  }
  return state.kind !== 'polling' && atMs - state.sinceMs >= POLL_AFTER_MS
    ? { kind: 'polling', sinceMs: atMs, dataAtMs: state.dataAtMs }
    : state;
}
