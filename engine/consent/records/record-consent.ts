import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { storableJson } from '../../../db/storable-json.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { checkConsent, type CheckedConsent, type ConsentDraft } from './check-consent.ts';

export const MAX_CONSENTS = 1_000;

/** What became of one item, by its place in what was sent. */
export type ConsentResult =
  | { index: number; id: string; already: boolean }
  | { index: number; code: string; message: string };

export interface RecordedConsents {
  recorded: number;
  /** The very same was on record; it was not written twice. */
  already: number;
  refused: number;
  results: ConsentResult[];
}

/**
 * Writes consents into the history of their numbers; what is wrong with one hinders no other. Whoever ended for want of
 * consent stays so until it is looked at again (engine/repairing). Throws EngineError `too_many_consents`.
 */
export async function recordConsents(
  deps: Pick<EngineDeps, 'db'>,
  input: { items: readonly ConsentDraft[]; actor: string },
): Promise<RecordedConsents> {
  const { items, actor } = input;
  if (items.length > MAX_CONSENTS) {
    throw new EngineError('invalid', 'too_many_consents', `At most ${MAX_CONSENTS} consents at a time.`, {
      repair: 'Send them in parts.',
    });
  }
  return await inTransaction(deps.db, async (tx) => {
    const clock = await firstRow<{ nowMs: number }>(tx, sql`select to_ms(outdial_now()) as "nowMs"`);
    const good: (CheckedConsent & { index: number })[] = [];
    const results: ConsentResult[] = [];
    for (const [index, item] of items.entries()) {
      const checked = checkConsent(item, clock?.nowMs ?? 0);
      if ('code' in checked) results.push({ index, ...checked });
      else good.push({ ...checked, index });
    }
    const written = await writeGiven(tx, good, actor);
    const recorded = written.filter(({ already }) => !already).length;
    const answer: RecordedConsents = {
      recorded,
      already: written.length - recorded,
      refused: results.length,
      results: [...results, ...written].sort((a, b) => a.index - b.index),
    };
    const { already, refused } = answer;
    if (recorded > 0) {
      await audit(tx, {
        actor,
        action: 'consent.record',
        subject: 'consents',
        details: { recorded, already, refused },
      });
    }
    return answer;
  });
}

/** The same statement again adds nothing: a file that is imported twice leaves one history. */
async function writeGiven(
  tx: Transaction,
  items: readonly (CheckedConsent & { index: number })[],
  actor: string,
): Promise<{ index: number; id: string; already: boolean }[]> {
  if (items.length === 0) return [];
  return await rows(
    tx,
    sql`
      with input as materialized (
        select i.index, i.phone, i.purpose, i.channel, i."consentClass" as class, i.method, i."textShown" as shown, i.evidence,
          from_ms(i."happenedAtMs") as happened_at, from_ms(i."expiresAtMs") as expires_at,
          first_value(i.index) over (partition by i.phone, i.purpose, i.channel, i."consentClass", i.method, i."textShown", i.evidence,
            i."happenedAtMs", i."expiresAtMs" order by i.index) as first
        from jsonb_to_recordset(${storableJson(items)}::jsonb) as i(index integer, phone bigint, purpose text, channel text,
          "consentClass" text, method text, "textShown" text, evidence text, "happenedAtMs" double precision,
          "expiresAtMs" double precision)
      ), known as materialized (
        select i.index, (
          select e.id from consent_events e
          where e.phone = i.phone and e.happened_at = i.happened_at and e.kind = 'given' and e.purpose = i.purpose
            and e.channel = i.channel and e.consent_class = i.class and e.method = i.method
            and e.text_shown is not distinct from i.shown and e.evidence is not distinct from i.evidence
            and e.expires_at is not distinct from i.expires_at
          order by e.id limit 1
        ) as id
        from input i where i.index = i.first
      ), made as materialized (
        -- In the order of what was sent: of two at the same instant the later one counts.
        select k.index, uuidv7() as id from (select index from known where id is null order by index) as k
      ), written as (
        insert into consent_events (id, phone, kind, purpose, channel, consent_class, method, text_shown, evidence,
          happened_at, expires_at, created_by)
        select m.id, i.phone, 'given', i.purpose, i.channel, i.class, i.method, i.shown, i.evidence, i.happened_at, i.expires_at,
          ${actor}
        from made m join input i on i.index = m.index
      )
      select i.index, coalesce(k.id, m.id) as id, (k.id is not null or i.index <> i.first) as already
      from input i join known k on k.index = i.first left join made m on m.index = i.first
      order by i.index`,
  );
}
