import type { Attempt, History, Rule } from './queries.ts';

/** What told the zones of a number. */
const ZONE_SOURCES: Readonly<Record<string, string>> = {
  column: 'from the zone in the list',
  address: 'from the address in the list',
  prefix: 'guessed from the number',
  default: 'the default of the list',
  none: 'not known',
  operator: 'said by a person',
};
export const zoneSourceWords = (source: string): string => ZONE_SOURCES[source] ?? source;

const RULES: Readonly<Record<Rule['rule'], string>> = {
  installation: 'All dialing',
  account: 'Account',
  breaker: 'Provider',
  campaign: 'Campaign',
  suppression: 'Said no',
  consent: 'Consent',
  zone: 'Time zone',
  too_early: 'Not too early',
  expiry: 'Not too late',
  window: 'Allowed hours',
  plan: 'Plan',
  person_taken: 'One call at a time',
  caps: 'How often',
  pace: 'Pace, lines, credit',
};
export const ruleWords = (rule: Rule['rule']): string => RULES[rule];

/** Jurisdictions by their codes. */
export const placesWords = (places: readonly string[]): string => {
  const known = places.filter((place) => place !== '');
  return known.length === 0 ? 'not known: the strictest rules hold' : known.join(', ');
};

/** Failed contacts may be tried again by a retry; others cannot. Null = it is none of these. */
export function openCause({ state, reason, attempts }: Pick<History, 'state' | 'reason' | 'attempts'>): string | null {
  if (state === 'expired' || state === 'parked') return state;
  if (state !== 'exhausted' && state !== 'failed') return null;
  return attempts.findLast(({ cause }) => cause !== null)?.cause?.code ?? reason ?? 'unknown';
}

export interface Moment {
  at: string;
  words: string;
}

/** The way of one attempt, in the order in which it happened. */
export function momentsOf({ createdAt, sentAt, acceptedAt, endedAt, disposedAt }: Attempt): Moment[] {
  const moments: readonly [string | null, string][] = [
    [createdAt, 'taken from the queue'],
    [sentAt, 'sent to the provider'],
    [acceptedAt, 'taken by the provider'],
    [endedAt, 'ended'],
    [disposedAt, 'cost settled'],
  ];
  return moments.flatMap(([at, words]) => (at === null ? [] : [{ at, words }]));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const FACTS: Readonly<Record<string, string>> = {
  accepted: 'the provider has it',
  ended: 'it ended',
  hint: 'the provider says that it may have ended',
  transcript_ready: 'a transcript is ready',
  recording_ready: 'a recording is ready',
  transcript: 'the transcript was read',
  ambiguous: 'the answer never came',
  given_up: 'asked long enough, found nothing',
  resolved: 'a person decided',
  sms_received: 'a text came in',
  opt_out: 'the person said no',
  noted: 'something that changes nothing',
};
const SOURCES: Readonly<Record<string, string>> = {
  webhook: 'by a callback',
  read: 'by asking the provider',
  sender: 'when sending',
  reconciler: 'when looking it up',
  person: 'a person',
};

/** One thing that was learned of an attempt, in words. */
export function eventWords({ fact, source }: Pick<Attempt['events'][number], 'fact' | 'source'>): string {
  const kind = isRecord(fact) && typeof fact['kind'] === 'string' ? fact['kind'] : 'event';
  const outcome = isRecord(fact) && typeof fact['providerReason'] === 'string' ? ` (${fact['providerReason']})` : '';
  return `${FACTS[kind] ?? kind}${outcome}, ${SOURCES[source] ?? source}`;
}

/** Where Temporal's own pages show the workflow that turned this attempt's run. */
export const temporalLink = (uiUrl: string, runId: string): string =>
  `${uiUrl.replace(/\/+$/, '')}/namespaces/default/workflows/${encodeURIComponent(`run:${runId}`)}`;
