import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';

export const REVEALED = ['contact', 'attempt', 'suppression', 'appointment', 'series', 'review'] as const;
export type Revealed = (typeof REVEALED)[number];

/** Numbers of a thing, the first one being what lists show. */
const NUMBERS: Record<Revealed, (id: string) => SQL> = {
  contact: (id) => sql`
    select phone from (
      select 0 as place, phone from contacts where id = ${id}::bigint
      union all select place, phone from contact_phones where contact_id = ${id}::bigint
    ) p order by place`,
  attempt: (id) => sql`select phone from attempts where id = ${id}::uuid`,
  suppression: (id) => sql`select phone from suppressions where id = ${id}::uuid`,
  appointment: (id) => sql`select phone from appointments where id = ${id}::uuid`,
  series: (id) => sql`select phone from series where id = ${id}::uuid`,
  review: (id) => sql`select phone from reviews where id = ${id}::uuid`,
};

/** Tells a number in full, and writes down to whom. `phones` has further ones of a contact. Throws EngineError `unknown_<kind>`. */
export async function revealPhone(
  deps: Pick<EngineDeps, 'db'>,
  input: { kind: Revealed; id: string; actor: string },
): Promise<{ phone: string; phones: string[] }> {
  const { kind, id, actor } = input;
  return await inTransaction(deps.db, async (tx) => {
    const found = (await rows<{ phone: number }>(tx, NUMBERS[kind](id))).map(({ phone }) => `+${phone}`);
    const [phone] = found;
    if (phone === undefined) throw new EngineError('not_found', `unknown_${kind}`, `There is no ${kind} ${id}.`);
    await audit(tx, { actor, action: 'phone.reveal', subject: `${kind}:${id}` });
    return { phone, phones: found };
  });
}
