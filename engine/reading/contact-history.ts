import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { Fact, TranscriptTurn } from '../../domain/fact.ts';
import { describeCause, type Cause } from '../../domain/cause.ts';
import type { LineType } from '../../domain/line-type.ts';
import type { ZoneSource } from '../../domain/zone-source.ts';
import { CONSENT_COLUMNS, type ConsentEventView } from '../consent/records/list-consent.ts';
import { SUPPRESSION_COLUMNS, type SuppressionView } from '../consent/list.ts';
import type { EntryView, PurseKind } from '../credits/list-entries.ts';
import { moneyOf, type MoneyStep } from '../credits/money-of.ts';
import type { EntryKind } from '../credits/post-entries.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { EngineError } from '../error.ts';
import { ATTEMPT_COLUMNS, type AttemptView } from './attempts.ts';
import { CONTACT_COLUMNS, type ContactView } from './contacts.ts';
import { iso } from './iso.ts';

export interface EventView {
  id: number;
  source: string;
  fact: Fact;
  state: string;
  failure: string | null;
  receivedAt: string;
  foldedAt: string | null;
  /** The provider's own body, when a callback brought it. */
  raw: unknown;
}

export interface AttemptHistory extends AttemptView {
  runId: string;
  /** The retry that made it. */
  retry: { id: string; name: string } | null;
  account: { name: string; provider: string };
  /** Our caller ID. */
  from: string;
  currency: string;
  /** Why it failed; null = it did not, or not yet. */
  cause: Cause | null;
  rendered: { text?: string; variables?: Record<string, string> } | null;
  events: EventView[];
  /** Lines of its account: a budget pays the same once more. */
  ledger: (Pick<EntryView, 'amountMicros' | 'note' | 'createdAt'> & { id: number; kind: EntryKind; to: PurseKind })[];
  /** Why it costs what it does, in order; holds and releases are read, not written. */
  money: MoneyStep[];
  transcript: { state: string; turns: TranscriptTurn[] | null; recording: boolean } | null;
}

export interface ContactHistory extends ContactView {
  variables: Record<string, string>;
  zoneSource: ZoneSource;
  /** Jurisdictions whose rules may hold; none = unknown. */
  places: string[];
  /** Oldest first. */
  attempts: AttemptHistory[];
  /** All of its numbers in the order in which they are tried. */
  numbers: { place: number; phone: string; lineType: LineType; zones: string[] }[];
  /** `phone`: the number that is next. */
  due: {
    phone: string;
    step: number;
    channel: string;
    dueAt: string;
    tryAt: string;
    closesAt: string;
    expiresAt: string;
  }[];
  /** What was said by its person, oldest first; lifted ones too. */
  suppressions: SuppressionView[];
  /** Of its numbers, newest first. */
  consents: ConsentOfContact[];
  /** The campaign that was tried with it; null = it is nobody's test. */
  testOf: { campaignId: string; name: string } | null;
}

export interface ConsentOfContact extends ConsentEventView {
  phone: string;
}

export const unknownContact = (contactId: number): EngineError =>
  new EngineError('not_found', 'unknown_contact', `There is no contact ${contactId}.`);

/** All that is known of one contact, from its row in the list to the last ledger line. Throws `unknown_contact`. */
export async function contactHistory(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { contactId: number },
): Promise<ContactHistory> {
  const { contactId } = input;
  const contact = await firstRow<
    ContactView & Pick<ContactHistory, 'variables' | 'numbers' | 'zoneSource' | 'places' | 'testOf'>
  >(
    deps.readDb,
    sql`
      select ${CONTACT_COLUMNS}, c.variables, c.zone_source as "zoneSource", string_to_array(c.place_key, ',') as places,
        (select jsonb_build_object('campaignId', tried.id, 'name', tried.name) from campaigns own
          join campaigns tried on tried.id = (own.settings -> 'testOf' ->> 'campaignId')::uuid where own.id = i.campaign_id) as "testOf",
        (select jsonb_agg(jsonb_build_object('place', n.place, 'phone', '+' || n.phone, 'lineType', n.line_type,
            'zones', string_to_array(n.zone_key, ',')) order by n.place)
          from (select 0 as place, c.phone, c.line_type, c.zone_key
            union all select place, phone, line_type, zone_key from contact_phones where contact_id = c.id) n) as numbers
      from contacts c join contact_states s on s.contact_id = c.id join imports i on i.id = c.import_id
      where c.id = ${contactId}`,
  );
  if (!contact) throw unknownContact(contactId);
  const [attempts, due, suppressions, consents] = await Promise.all([
    readAttempts(deps, contactId),
    readDue(deps, contactId),
    readSuppressions(deps, contactId),
    readConsents(deps, contactId),
  ]);
  return { ...contact, attempts, due, suppressions, consents };
}

async function readAttempts(deps: Pick<EngineDeps, 'readDb'>, contactId: number): Promise<AttemptHistory[]> {
  const found = await rows<Omit<AttemptHistory, 'cause' | 'money'> & { cause: string | null }>(
    deps.readDb,
    sql`
      select ${ATTEMPT_COLUMNS}, a.rendered, a.run_id as "runId", a.cause, p.currency, '+' || n.phone as from,
        jsonb_build_object('name', p.name, 'provider', p.provider) as account,
        (select jsonb_build_object('id', y.id, 'name', y.name) from retries y where y.run_id = a.run_id) as retry,
        coalesce((
          select jsonb_agg(jsonb_build_object(
            'id', e.id, 'source', e.source, 'fact', e.fact, 'state', e.state, 'failure', e.failure,
            'receivedAt', ${iso(sql`e.received_at`)}, 'foldedAt', ${iso(sql`e.folded_at`)}, 'raw', e.raw) order by e.id)
          from provider_events e where e.attempt_id = a.id), '[]') as events,
        coalesce((
          select jsonb_agg(jsonb_build_object(
            'id', l.id, 'kind', l.kind, 'amountMicros', l.amount_micros, 'to', t.kind, 'note', l.note,
            'createdAt', ${iso(sql`l.created_at`)}) order by l.id)
          from ledger_entries l join credit_accounts f on f.id = l.from_account join credit_accounts t on t.id = l.to_account
          where l.attempt_id = a.id and f.account_id is not null), '[]') as ledger,
        (select jsonb_build_object('state', x.state, 'turns', x.turns,
            'recording', x.recording_path is not null or x.recording_url is not null)
          from transcripts x where x.attempt_id = a.id) as transcript
      from attempts a join runs r on r.id = a.run_id join provider_accounts p on p.id = a.account_id
        join numbers n on n.id = a.number_id
      where a.contact_id = ${contactId} order by a.id`,
  );
  return found.map(({ cause, ...attempt }) => ({
    ...attempt,
    cause: cause === null ? null : describeCause(cause),
    money: moneyOf(attempt),
  }));
}

async function readDue(deps: Pick<EngineDeps, 'readDb'>, contactId: number): Promise<ContactHistory['due']> {
  return await rows(
    deps.readDb,
    sql`
      select '+' || phone as phone, step, channel, ${iso(sql`due_at`)} as "dueAt", ${iso(sql`try_at`)} as "tryAt",
        ${iso(sql`closes_at`)} as "closesAt", ${iso(sql`expires_at`)} as "expiresAt"
      from due where contact_id = ${contactId} order by step`,
  );
}

async function readSuppressions(
  deps: Pick<EngineDeps, 'readDb'>,
  contactId: number,
): Promise<ContactHistory['suppressions']> {
  return await rows(
    deps.readDb,
    sql`
      select ${SUPPRESSION_COLUMNS}
      from contacts c join suppressions s on s.phone = any(${numbersOf(personOf(sql`c.phone`))})
        left join suppression_lists l on l.id = s.list_id
      where c.id = ${contactId} order by s.id`,
  );
}

/** What was ever said is long for nobody; the newest decide. */
const SHOWN_CONSENTS = 100;

async function readConsents(deps: Pick<EngineDeps, 'readDb'>, contactId: number): Promise<ConsentOfContact[]> {
  return await rows(
    deps.readDb,
    sql`
      with own as (
        select phone from contacts where id = ${contactId}
        union select phone from contact_phones where contact_id = ${contactId}
      )
      select '+' || e.phone as phone, ${CONSENT_COLUMNS}
      from own join consent_events e on e.phone = own.phone
      order by e.happened_at desc, e.kind = 'revoked' desc, e.id desc limit ${SHOWN_CONSENTS}`,
  );
}
