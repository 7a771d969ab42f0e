import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { LawRule } from '../../domain/law/law-rule.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { rulesAreCurrent } from './adopt-rules.ts';

export interface RulesInForce {
  at: string;
  /** Version of each file by its name. */
  files: { name: string; version: string }[];
  zonesRelease: string;
  /** Adoptions of other rules, newest first: since then all that is planned holds to them. */
  adopted: { at: string; law: Record<string, string>; zones: string }[];
  /** Whether this process plans by the rules that were adopted last. */
  current: boolean;
  calendars: string[];
  rules: (LawRule & { inForce: boolean })[];
}

const SHOWN_ADOPTIONS = 20;

/** The rules of law that are loaded, which of them are in force today, and since when they are planned by. */
export async function listRules(deps: Pick<EngineDeps, 'readDb' | 'law' | 'zones'>): Promise<RulesInForce> {
  const { law, zones, readDb } = deps;
  const clock = await firstRow<{ at: string }>(readDb, sql`select ${iso(sql`(select outdial_now())`)} as at`);
  const at = clock?.at ?? new Date(0).toISOString();
  const today = at.slice(0, 10);
  const adopted = await rows<RulesInForce['adopted'][number]>(
    readDb,
    sql`
      select ${iso(sql`created_at`)} as at, coalesce(details -> 'law', '{}') as law, coalesce(details ->> 'zones', '') as zones
      from audit_entries where subject = 'rules' order by id desc limit ${SHOWN_ADOPTIONS}`,
  );
  return {
    at,
    files: Object.entries(law.versions).map(([name, version]) => ({ name, version })),
    zonesRelease: zones.release,
    adopted,
    current: await rulesAreCurrent(readDb, deps),
    calendars: [...law.calendarNames],
    rules: (law.rules ?? []).map((rule) => ({
      ...rule,
      inForce: rule.from <= today && (rule.until === undefined || today < rule.until),
    })),
  };
}
