import type { BarPart } from '../../components/bar-part.ts';
import type { FailureGroups, Progress, Reasons } from './queries.ts';

/** Reasons for which somebody waits, as the explanation counts them. */
const RETRY_CODES: readonly string[] = ['waits_for_retry', 'waits_for_follow_up'];
const WINDOW_CODES: readonly string[] = ['waits_for_window', 'waits_for_its_time'];

/** The states behind each part of the bar, for the link to its contacts. */
export const STATES_OF_PART: Readonly<Record<string, readonly string[]>> = {
  done: ['reached'],
  inFlight: ['in_flight'],
  queue: ['ready', 'waiting'],
  window: ['waiting'],
  retry: ['waiting'],
  retryable: ['exhausted', 'failed', 'expired', 'parked'],
  final: ['exhausted', 'failed', 'expired', 'parked'],
  zone: ['unknown_zone'],
  leftOut: ['suppressed', 'no_consent'],
  cancelled: ['cancelled'],
};

/** Takes at most so many: two answers of different moments must not make more than the one that counts. */
const upTo = (most: number, wanted: number): number => Math.max(0, Math.min(most, wanted));

/**
 * Pure: where the people of a campaign are, in parts that sum to all of them (R1). States are of this moment; what the
 * waiting wait for, and which failures may be tried again, is as fresh as the other two answers.
 */
export function partsOf(
  byState: Progress['contacts']['byState'],
  reasons?: Pick<Reasons, 'reasons'>,
  failures?: Pick<FailureGroups, 'items'>,
): BarPart[] {
  const of = (...states: string[]): number => states.reduce((sum, state) => sum + (byState[state] ?? 0), 0);
  const waiting = of('waiting');
  const wait = (codes: readonly string[]): number =>
    reasons?.reasons
      .filter(({ code, state }) => state === 'waiting' && codes.includes(code))
      .reduce((sum, { contacts }) => sum + contacts, 0) ?? 0;
  const retry = upTo(waiting, wait(RETRY_CODES));
  const window = upTo(waiting - retry, wait(WINDOW_CODES));
  const failed = of('exhausted', 'failed', 'expired', 'parked');
  const retryable = upTo(
    failed,
    failures?.items.filter((group) => group.retryable).reduce((sum, group) => sum + group.openContacts, 0) ?? 0,
  );
  const parts: BarPart[] = [
    { key: 'done', label: 'Reached', value: of('reached'), tone: 'done' },
    { key: 'inFlight', label: 'In progress', value: of('in_flight'), tone: 'live' },
    { key: 'queue', label: 'In the queue', value: of('ready') + waiting - retry - window, tone: 'waiting' },
    { key: 'window', label: 'Waiting for their hours', value: window, tone: 'paused' },
    { key: 'retry', label: 'Retry scheduled', value: retry, tone: 'scheduled' },
    { key: 'retryable', label: 'Failed, can be retried', value: retryable, tone: 'retryable' },
    {
      key: 'final',
      label: failures === undefined ? 'Failed' : 'Failed for good',
      value: failed - retryable,
      tone: failures === undefined ? 'retryable' : 'final',
    },
    { key: 'zone', label: 'Zone unknown', value: of('unknown_zone'), tone: 'neutral' },
    { key: 'leftOut', label: 'May not be contacted', value: of('suppressed', 'no_consent'), tone: 'suppressed' },
    { key: 'cancelled', label: 'Cancelled', value: of('cancelled'), tone: 'neutral' },
  ];
  return parts.filter(({ key, value }) => value > 0 || ALWAYS.includes(key));
}

/** Named also while there is nobody in them: what everybody looks for. */
const ALWAYS: readonly string[] = ['done', 'inFlight'];
