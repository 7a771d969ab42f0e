import type { ApiClient } from './api-client.ts';
import type { DemoCampaign } from './prepare.ts';
import type { Say } from './say.ts';

interface ContactRow {
  id: number;
  state: string;
  attemptsMade: number;
}

interface History {
  id: number;
  phone: string;
  name: string | null;
  zones: string[];
  state: string;
  reason: string | null;
  attempts: {
    channel: string;
    ordinal: number;
    state: string;
    reason: string | null;
    outcome: string | null;
    sentAt: string | null;
    talkSeconds: number | null;
    costMicros: number | null;
    costPresumed: boolean;
    events: { source: string; fact: { kind: string } }[];
  }[];
}

/** A success, a long story and an end that nobody dialled. */
const WANTED: readonly (readonly string[])[] = [
  ['reached'],
  ['parked', 'exhausted', 'failed'],
  ['suppressed', 'unknown_zone', 'no_consent', 'expired'],
];

/** Prints three contacts from their row in the list to the last ledger line. */
export async function saySamples(api: ApiClient, campaigns: readonly DemoCampaign[], say: Say): Promise<void> {
  const seen = new Set<number>();
  for (const states of WANTED) {
    const rows: ContactRow[] = [];
    for (const state of states) {
      for (const { campaignId } of campaigns.toReversed()) {
        const page = await api.get<{ items: ContactRow[] }>(
          `/campaigns/${campaignId}/contacts?state=${state}&limit=50`,
        );
        rows.push(...page.items.filter(({ id }) => !seen.has(id)));
      }
      if (rows.length > 0) break;
    }
    const [longest] = rows.toSorted((a, b) => b.attemptsMade - a.attemptsMade);
    if (longest === undefined) continue;
    seen.add(longest.id);
    sayHistory(await api.get<History>(`/contacts/${longest.id}`), say);
  }
}

function sayHistory(contact: History, say: Say): void {
  const zones = contact.zones.length === 0 ? 'no known zone' : contact.zones.join(' or ');
  say.line(`  ${contact.phone} ${contact.name ?? ''}, ${zones}: ${contact.state}, because: ${contact.reason ?? '-'}`);
  if (contact.attempts.length === 0) say.line('    never dialled');
  for (const attempt of contact.attempts) {
    const cost = attempt.costMicros === null ? 'nothing' : `$${(attempt.costMicros / 1e6).toFixed(4)}`;
    const facts = attempt.events.map(({ source, fact }) => `${fact.kind} (${source})`).join(', ');
    say.line(
      `    ${attempt.sentAt ?? 'never sent'} ${attempt.channel} ${attempt.ordinal}: ${attempt.state}` +
        ` ${attempt.outcome ?? attempt.reason ?? ''}${attempt.talkSeconds === null ? '' : `, talked ${attempt.talkSeconds} s`}` +
        `, cost ${cost}${attempt.costPresumed ? ' (presumed)' : ''}`,
    );
    if (facts !== '') say.line(`      known by: ${facts}`);
  }
}
