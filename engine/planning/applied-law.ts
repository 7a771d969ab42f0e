import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { AppliedLaw } from '../../domain/law/law-of.ts';

/** Nothing forbids anything: the row that every database has. */
const NO_LAW = 0;
const MAX_KNOWN = 20_000;

/** Ids that are committed for certain: one that this process only wrote may be rolled back. */
const known = new Map<string, number>();

interface Described {
  key: string;
  purpose: string;
  channel: string;
  placeKey: string;
  ruleIds: string[];
  versions: Record<string, string>;
  caps: readonly { count: number; hours: number }[];
  consent: string;
}

/**
 * The ids under which plans name the rules that held for them on the day they are due; a combination that is new is
 * written down. Answers in the order of the items.
 */
export async function appliedLawIds(
  tx: Transaction,
  items: readonly { law: AppliedLaw; dueAtMs: number }[],
): Promise<number[]> {
  const described = items.map(({ law, dueAtMs }) => describe(law, dueAtMs));
  const missing = new Map<string, Described>();
  for (const item of described) if (item && !known.has(item.key)) missing.set(item.key, item);
  const written = missing.size > 0 ? await find(tx, missing) : new Map<string, number>();
  return described.map((item) => (item ? (known.get(item.key) ?? written.get(item.key) ?? NO_LAW) : NO_LAW));
}

async function find(tx: Transaction, missing: Map<string, Described>): Promise<Map<string, number>> {
  if (known.size > MAX_KNOWN) known.clear();
  for (const { key, id } of await read(tx, [...missing.keys()])) {
    known.set(key, id);
    missing.delete(key);
  }
  if (missing.size === 0) return new Map();
  await tx.execute(
    sql`insert into applied_laws (key, purpose, channel, place_key, rule_ids, versions, caps, consent)
        select key, purpose, channel, "placeKey", array(select jsonb_array_elements_text("ruleIds")), versions, caps, consent
        from jsonb_to_recordset(${JSON.stringify([...missing.values()])}::jsonb)
          as i(key text, purpose text, channel text, "placeKey" text, "ruleIds" jsonb, versions jsonb, caps jsonb, consent text)
        order by key
        on conflict (key) do nothing`,
  );
  return new Map((await read(tx, [...missing.keys()])).map(({ key, id }) => [key, id]));
}

async function read(tx: Transaction, keys: readonly string[]): Promise<{ key: string; id: number }[]> {
  return await rows(tx, sql`select key, id from applied_laws where key = any(${sql.param([...keys])}::text[])`);
}

const byDay = new WeakMap<AppliedLaw, { day: number; described: Described | null }>();
const DAY_MS = 86_400_000;

function describe(law: AppliedLaw, dueAtMs: number): Described | null {
  const day = Math.floor(dueAtMs / DAY_MS);
  const last = byDay.get(law);
  if (last?.day === day) return last.described;
  const rules = law.rulesAt(dueAtMs);
  const ruleIds = rules.map((rule) => rule.id).sort();
  const described =
    rules.length === 0
      ? null
      : {
          key: `${law.key}|${ruleIds.join(',')}|${JSON.stringify(law.versions)}`,
          purpose: law.purpose,
          channel: law.channel,
          placeKey: law.placeKey,
          ruleIds,
          versions: { ...law.versions },
          caps: law.capsAt(dueAtMs),
          consent: law.consentAt(dueAtMs),
        };
  byDay.set(law, { day, described });
  return described;
}
