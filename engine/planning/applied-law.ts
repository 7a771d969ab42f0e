import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { AppliedLaw } from '../../domain/law/law-of.ts';

/** Nothing forbids anything: the row that every database has. */
const NO_LAW = 0;
const MAX_KNOWN = 20_000;

/** Ids that are committed for certain: one that this process only wrote may be rolled back. */
const known = new Map<string, number>();
/** What a transaction wrote itself it also finds, committed or not. */
const writtenIn = new WeakMap<Transaction, Set<string>>();

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
  const ids = new Map<string, number>();
  const missing = new Map<string, Described>();
  for (const item of described) {
    const id = item === null ? undefined : known.get(item.key);
    if (item !== null && id === undefined) missing.set(item.key, item);
    else if (item !== null && id !== undefined) ids.set(item.key, id);
  }
  if (missing.size > 0) for (const [key, id] of await find(tx, missing)) ids.set(key, id);
  return described.map((item) => {
    if (item === null) return NO_LAW;
    const id = ids.get(item.key);
    // Never "no rules" in place of rules: nothing would be asked at the gate.
    if (id === undefined) throw new Error(`the rules ${item.ruleIds.join(', ')} were not written down`);
    return id;
  });
}

async function find(tx: Transaction, missing: Map<string, Described>): Promise<Map<string, number>> {
  if (known.size > MAX_KNOWN) known.clear();
  const written = writtenIn.get(tx) ?? new Set();
  const found = new Map<string, number>();
  for (const { key, id } of await read(tx, [...missing.keys()])) {
    if (!written.has(key)) known.set(key, id);
    found.set(key, id);
    missing.delete(key);
  }
  if (missing.size === 0) return found;
  writtenIn.set(tx, new Set([...written, ...missing.keys()]));
  await tx.execute(
    sql`insert into applied_laws (key, purpose, channel, place_key, rule_ids, versions, caps, consent)
        select key, purpose, channel, "placeKey", array(select jsonb_array_elements_text("ruleIds")), versions, caps, consent
        from jsonb_to_recordset(${JSON.stringify([...missing.values()])}::jsonb)
          as i(key text, purpose text, channel text, "placeKey" text, "ruleIds" jsonb, versions jsonb, caps jsonb, consent text)
        order by key
        on conflict (key) do nothing`,
  );
  for (const { key, id } of await read(tx, [...missing.keys()])) found.set(key, id);
  return found;
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
  const [caps, consent] = [law.capsAt(dueAtMs), law.consentAt(dueAtMs)];
  // With what they ask for: a file may be changed under the version that it had, and the gate goes by what is written.
  const content = `${JSON.stringify(caps)}|${consent}`;
  const described =
    rules.length === 0
      ? null
      : {
          key: `${law.key}|${ruleIds.join(',')}|${content}|${JSON.stringify(law.versions)}`,
          purpose: law.purpose,
          channel: law.channel,
          placeKey: law.placeKey,
          ruleIds,
          versions: { ...law.versions },
          caps,
          consent,
        };
  byDay.set(law, { day, described });
  return described;
}
