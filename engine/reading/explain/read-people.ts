import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { AttemptState } from '../../../domain/attempt-state.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { ContactState } from '../../../domain/contact-state.ts';
import type { SuppressionThen } from '../../../domain/explain/facts.ts';
import type { ConsentEvent } from '../../../domain/law/consent-held.ts';
import type { ConsentClass, LawCap } from '../../../domain/law/law-rule.ts';
import type { LineType } from '../../../domain/line-type.ts';
import type { ZoneSource } from '../../../domain/zone-source.ts';
import type { EngineDeps } from '../../deps.ts';
import { numbersOf, personOf } from '../../dialing/person-numbers.ts';
import { readMessages, type MessageHistory } from './read-messages.ts';

export interface NumberRow {
  place: number;
  phone: number;
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
}

export interface ContactRow {
  contactId: number;
  campaignId: string | null;
  /** Of appointments. */
  isMessage: boolean;
  state: ContactState;
  reason: string | null;
  step: number;
  dials: number;
  lastOutcome: string | null;
  changedAtMs: number;
  listedAtMs: number;
  zoneSource: ZoneSource;
  sendAtMs: number | null;
  numbers: NumberRow[];
  personNumbers: number[];
}

export interface AttemptRow {
  attemptId: string;
  contactId: number;
  personId: number;
  step: number;
  ordinal: number;
  channel: Channel;
  phone: number;
  state: AttemptState;
  reason: string | null;
  outcome: string | null;
  accountId: string;
  dueAtMs: number;
  closesAtMs: number;
  expiresAtMs: number;
  policyVersion: number;
  lawId: number;
  createdAtMs: number;
  gatedAtMs: number | null;
  voidedAtMs: number | null;
  sentAtMs: number | null;
  endedAtMs: number | null;
  disposedAtMs: number | null;
}

export interface DueRow {
  contactId: number;
  phone: number;
  step: number;
  channel: Channel;
  earliestAtMs: number;
  dueAtMs: number;
  closesAtMs: number;
  expiresAtMs: number;
  policyVersion: number;
  lawId: number;
}

export interface LawRow {
  id: number;
  ruleIds: string[];
  versions: Record<string, string>;
  caps: LawCap[];
  consent: ConsentClass;
}

export type SuppressionRow = SuppressionThen & { liftedAtMs: number | null };
export type ConsentRow = ConsentEvent & { phone: number; method: string; createdAtMs: number };

/** Everything on record of some contacts and of the people behind them. */
export interface People {
  contacts: ReadonlyMap<number, ContactRow>;
  /** By the id of the person that each was written under. */
  attempts: ReadonlyMap<number, AttemptRow[]>;
  /** By phone. */
  suppressions: ReadonlyMap<number, SuppressionRow[]>;
  consents: ReadonlyMap<number, ConsentRow[]>;
  /** By contact, of those that are messages of appointments. */
  messages: ReadonlyMap<number, MessageHistory>;
  /** By contact: the earliest row. */
  due: ReadonlyMap<number, DueRow>;
  laws: ReadonlyMap<number, LawRow>;
}

/** Reads in a handful of statements, however many contacts are asked for. `onlyNow`: no past instant is. */
export async function readPeople(
  deps: Pick<EngineDeps, 'readDb'>,
  contactIds: readonly number[],
  onlyNow: boolean,
): Promise<People> {
  return await readAround(deps, await readContacts(deps, contactIds), onlyNow);
}

/** The same for contacts that are known, or are yet to be made. */
export async function readAround(
  deps: Pick<EngineDeps, 'readDb'>,
  contacts: readonly ContactRow[],
  onlyNow: boolean,
): Promise<People> {
  const contactIds = contacts.map(({ contactId }) => contactId);
  const personNumbers = [...new Set(contacts.flatMap((contact) => contact.personNumbers))];
  const phones = [...new Set(contacts.flatMap(({ numbers }) => numbers.map(({ phone }) => phone)))];
  const [attempts, suppressions, consents, due, messages] = await Promise.all([
    readAttempts(deps, personNumbers),
    readSuppressions(deps, personNumbers, onlyNow),
    readConsents(deps, phones),
    readDue(deps, contactIds),
    readMessages(
      deps,
      contacts.filter(({ isMessage }) => isMessage).map(({ contactId }) => contactId),
    ),
  ]);
  const laws = await readLaws(deps, [...new Set([...attempts, ...due].map(({ lawId }) => lawId))]);
  return {
    contacts: new Map(contacts.map((contact) => [contact.contactId, contact])),
    attempts: groupBy(attempts, ({ personId }) => personId),
    suppressions: groupBy(suppressions, ({ phone }) => phone),
    consents: groupBy(consents, ({ phone }) => phone),
    messages,
    // Rows come latest first, so that the earliest is the one that stays.
    due: new Map(due.map((row) => [row.contactId, row])),
    laws: new Map(laws.map((law) => [law.id, law])),
  };
}

function groupBy<Row>(found: readonly Row[], keyOf: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of found) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

const bigints = (values: readonly number[]) => sql`${sql.param([...values])}::bigint[]`;

async function readContacts(deps: Pick<EngineDeps, 'readDb'>, contactIds: readonly number[]): Promise<ContactRow[]> {
  const found = await rows<ContactRow>(
    deps.readDb,
    sql`
      select c.id as "contactId", r.campaign_id as "campaignId", coalesce(r.kind = 'programme', false) as "isMessage", s.state, s.reason, s.step, s.attempts_made as dials,
        s.last_outcome as "lastOutcome", to_ms(s.changed_at) as "changedAtMs", to_ms(i.created_at) as "listedAtMs",
        c.zone_source as "zoneSource", (c.overrides ->> 'sendAtMs')::double precision as "sendAtMs",
        jsonb_build_array(jsonb_build_object('place', 0, 'phone', c.phone, 'zoneKey', c.zone_key, 'placeKey', c.place_key,
          'lineType', c.line_type)) || coalesce((
            select jsonb_agg(jsonb_build_object('place', n.place, 'phone', n.phone, 'zoneKey', n.zone_key,
              'placeKey', n.place_key, 'lineType', n.line_type) order by n.place)
            from contact_phones n where n.contact_id = c.id), '[]') as numbers,
        to_jsonb(${numbersOf(sql`whose.id`)}) as "personNumbers"
      from contacts c join contact_states s on s.contact_id = c.id join imports i on i.id = c.import_id
        left join runs r on r.id = s.run_id,
        lateral (select ${personOf(sql`c.phone`)} as id offset 0) whose
      where c.id = any(${bigints(contactIds)})`,
  );
  // A person's id is one of its numbers, and comes twice.
  return found.map((contact) => ({ ...contact, personNumbers: [...new Set(contact.personNumbers)] }));
}

async function readAttempts(deps: Pick<EngineDeps, 'readDb'>, personIds: readonly number[]): Promise<AttemptRow[]> {
  return await rows(
    deps.readDb,
    sql`
      select id as "attemptId", contact_id as "contactId", person_id as "personId", step, ordinal, channel, phone, state, reason,
        outcome, account_id as "accountId", to_ms(due_at) as "dueAtMs", to_ms(closes_at) as "closesAtMs",
        to_ms(expires_at) as "expiresAtMs", policy_version as "policyVersion", law_id as "lawId",
        to_ms(created_at) as "createdAtMs", to_ms(gated_at) as "gatedAtMs", to_ms(voided_at) as "voidedAtMs",
        to_ms(sent_at) as "sentAtMs", to_ms(ended_at) as "endedAtMs", to_ms(disposed_at) as "disposedAtMs"
      from attempts where person_id = any(${bigints(personIds)}) order by id`,
  );
}

/** What still holds is found by the index of the gate; what was lifted counts for past instants only. */
async function readSuppressions(
  deps: Pick<EngineDeps, 'readDb'>,
  phones: readonly number[],
  onlyNow: boolean,
): Promise<SuppressionRow[]> {
  const found = (lifted: SQL): SQL => sql`
    select s.id, s.phone, s.purpose, s.channel, s.source, l.name as list, s.evidence, to_ms(s.created_at) as "sinceMs",
      to_ms(s.lifted_at) as "liftedAtMs"
    from suppressions s left join suppression_lists l on l.id = s.list_id
    where s.phone = any(${bigints(phones)}) and s.lifted_at ${lifted}`;
  return await rows(
    deps.readDb,
    onlyNow ? found(sql`is null`) : sql`${found(sql`is null`)} union all ${found(sql`is not null`)}`,
  );
}

async function readConsents(deps: Pick<EngineDeps, 'readDb'>, phones: readonly number[]): Promise<ConsentRow[]> {
  return await rows(
    deps.readDb,
    sql`
      select id, phone, kind, purpose, channel, consent_class as "consentClass", method, to_ms(happened_at) as "happenedAtMs",
        to_ms(expires_at) as "expiresAtMs", to_ms(created_at) as "createdAtMs"
      from consent_events where phone = any(${bigints(phones)})`,
  );
}

async function readDue(deps: Pick<EngineDeps, 'readDb'>, contactIds: readonly number[]): Promise<DueRow[]> {
  return await rows(
    deps.readDb,
    sql`
      select contact_id as "contactId", phone, step, channel, to_ms(earliest_at) as "earliestAtMs", to_ms(due_at) as "dueAtMs",
        to_ms(closes_at) as "closesAtMs", to_ms(expires_at) as "expiresAtMs", policy_version as "policyVersion",
        law_id as "lawId"
      from due where contact_id = any(${bigints(contactIds)}) order by try_at desc`,
  );
}

async function readLaws(deps: Pick<EngineDeps, 'readDb'>, ids: readonly number[]): Promise<LawRow[]> {
  return await rows(
    deps.readDb,
    sql`select id, rule_ids as "ruleIds", versions, caps, consent from applied_laws where id = any(${sql.param([...ids])}::integer[])`,
  );
}
