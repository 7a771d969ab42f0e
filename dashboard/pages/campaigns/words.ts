import { count, plural } from '../../format/number.ts';
import { duration, short } from '../../format/time.ts';
import type { Progress } from './queries.ts';

/** Who did it, as a person reads it: `user:<email>`, `key:<id>`, or a part of the installation. */
export function actorWords(actor: string | null, ownEmail?: string): string {
  if (actor === null || actor === 'system') return 'Outdial itself';
  const [kind, name = ''] = actor.split(/:(.*)/s);
  if (kind === 'user') return name === ownEmail ? 'you' : name;
  if (kind === 'key') return `API key ${name}`;
  return actor;
}

const OPEN = ['INTENT', 'SENDING', 'ACCEPTED', 'UNKNOWN'] as const;

/** Calls and texts that are under way: nothing takes these back any more. */
export const underWay = ({ attempts }: Pick<Progress, 'attempts'>): number =>
  OPEN.reduce((sum, state) => sum + (attempts.byState[state] ?? 0), 0);

/** People who still wait: they are who a pause holds back. */
export const leftToDial = ({ contacts }: Pick<Progress, 'contacts'>): number =>
  (contacts.byState['ready'] ?? 0) + (contacts.byState['waiting'] ?? 0);

/** The state word of the header, as true as this moment allows (R2). */
export function stateWords(progress: Progress, nowMs: number, ownEmail?: string): string {
  const open = underWay(progress);
  switch (progress.state) {
    case 'draft':
      return 'Draft: nobody is dialled before its launch';
    case 'running':
      return open + leftToDial(progress) === 0
        ? 'Everybody has a result; it is about to end'
        : `${plural(open, 'call')} in progress, ${plural(leftToDial(progress), 'person waits', 'people wait')}`;
    case 'completed':
      return 'Completed: everybody has a result';
    case 'cancelled':
      return open > 0 ? `Cancelled: ${plural(open, 'call')} in progress will finish` : 'Cancelled';
    case 'paused': {
      if (open > 0) return `Pausing: ${plural(open, 'call')} in progress will finish`;
      const at = progress.pausedAt === null ? '' : ` ${short(Date.parse(progress.pausedAt), nowMs)}`;
      return `Paused by ${actorWords(progress.pausedBy, ownEmail)}${at}, ${count(leftToDial(progress))} waiting`;
    }
  }
}

/** A pause that nobody asked for says which rule it was. */
export const isAutoPause = ({ state, pausedBy }: Pick<Progress, 'state' | 'pausedBy'>): boolean =>
  state === 'paused' && (pausedBy === null || pausedBy === 'system');

/** Why it was paused, where somebody or something said so. */
export const pauseReason = ({ pausedReason }: Pick<Progress, 'pausedReason'>): string =>
  pausedReason === null || pausedReason === 'by_person' ? '' : pausedReason;

/** What holds the claim back: the limit, and what ends it. */
const BLOCKED: Readonly<Record<string, readonly [words: string, ends: string]>> = {
  credit: [
    'The account has too little credit for the next call.',
    'A top-up, or calls that end for less than was held.',
  ],
  budget: [
    'The budget of this campaign is used up or held by calls in progress.',
    'A higher budget, or calls that end for less.',
  ],
  daily_cap: ['The spending limit of today is reached.', 'The next day (UTC), or a higher limit.'],
  no_credit: [
    'The provider says that its account has no credit left.',
    'A top-up at the provider; a call is tried every 15 min.',
  ],
  overdrawn: ['The account is overdrawn.', 'A top-up of the account.'],
  rate_limited: ['The provider asks for a slower pace.', 'A waiting time that grows from 30 s to 15 min.'],
  ambiguous_answers: ['The provider gave unclear answers several times in a row.', 'One call is tried each minute.'],
  unreachable: ['The provider cannot be reached.', 'One call is tried each minute.'],
  unauthorised: ['The provider refuses the key of the account.', 'A new key, under Settings, Accounts.'],
  not_found: ['The provider does not know the number or agent.', 'A person who corrects it.'],
  stopped: ['Dialing is stopped: the account, or everything.', 'Somebody starts it again.'],
  breaker: ['An account waits after refusals of its provider.', 'A probe that the provider accepts.'],
  clock_skew: ['A worker does not trust its clock.', 'Its clock agrees with the database again.'],
  rules_replaced: ['The rule files were replaced.', 'A restart of the worker.'],
  campaign_stands: ['Its campaign is paused or over.', 'Somebody resumes the campaign.'],
};

export interface Hold {
  words: string;
  /** What ends it. */
  ends: string;
}

export const blockedWords = (reason: string): Hold => {
  const [words, ends] = BLOCKED[reason] ?? [`It waits: ${reason.replaceAll('_', ' ')}.`, 'See the account.'];
  return { words, ends };
};

/** Why nothing new is dialled at this moment, in words; null = it is, or nothing is left. */
export function standstill(progress: Progress, nowMs: number): Hold | null {
  if (progress.state !== 'running') return null;
  if (progress.stopped) return blockedWords('stopped');
  if (progress.blockedReason !== null) return blockedWords(progress.blockedReason);
  if (progress.replanning !== null && progress.sendsPerSecond === 0) {
    const { left, total } = progress.replanning;
    return { words: `What waits is planned anew: ${count(left)} of ${count(total)} left.`, ends: 'It ends by itself.' };
  }
  const next = progress.nextDueAt === null ? null : Date.parse(progress.nextDueAt);
  if (next !== null && next > nowMs + 1_000) {
    return {
      words: 'Everybody left is outside of their allowed hours, or waits for a retry.',
      ends: `The next dial is at ${short(next, nowMs)}, in ${duration(next - nowMs)}.`,
    };
  }
  return null;
}

/** A limit is used up, or somebody stopped it: neither the pace nor the queue tells when it goes on. */
export const isHeldBack = ({ state, stopped, blockedReason }: Progress): boolean =>
  state === 'running' && (stopped || blockedReason !== null);

/** How long the queue of now takes at the pace of now; null = that cannot be told. Retries are not in it. */
export function etaMs(progress: Progress, inQueue: number): number | null {
  if (isHeldBack(progress)) return null;
  if (progress.state !== 'running' || progress.sendsPerSecond <= 0 || inQueue === 0) return null;
  return (inQueue / progress.sendsPerSecond) * 1_000;
}

/** How much later the earliest due person is than they should be; 0 = nobody is late. */
export const queueAgeMs = ({ state, nextDueAt, at }: Pick<Progress, 'state' | 'nextDueAt' | 'at'>): number =>
  state !== 'running' || nextDueAt === null ? 0 : Math.max(0, Date.parse(at) - Date.parse(nextDueAt));

/** Until when the launch can be taken back, where nothing of it has begun; null = it stands. */
export function undoUntilMs(
  progress: Pick<Progress, 'state' | 'lastTurnAt'>,
  launchedAt: string | null,
  undoSeconds: number,
): number | null {
  if (progress.state !== 'running' || launchedAt === null) return null;
  const launchedMs = Date.parse(launchedAt);
  if (progress.lastTurnAt !== null && Date.parse(progress.lastTurnAt) >= launchedMs) return null;
  return launchedMs + undoSeconds * 1_000;
}
