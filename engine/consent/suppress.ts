import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { countInFlight, type InFlight } from '../campaigns/in-flight.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { EngineError } from '../error.ts';
import { endSuppressedContacts } from './end-suppressed-contacts.ts';

export interface Suppressed extends InFlight {
  suppressionId: string;
  already: boolean;
  /** Contacts that will now never be dialled. */
  contactsEnded: number;
}

/**
 * Somebody said no: no campaign dials this number, or any other number of the same person, from now on (L5).
 * The suppression is committed before anything else is touched, so it waits for nobody.
 */
export async function suppress(
  deps: Pick<EngineDeps, 'db'>,
  input: { phone: number; evidence?: string | undefined; actor: string },
): Promise<Suppressed> {
  const { suppressionId, already } = await inTransaction(deps.db, async (tx) => {
    const made = await firstRow<{ id: string }>(
      tx,
      sql`
        insert into suppressions (phone, source, evidence, created_by)
        values (${input.phone}, 'api', ${input.evidence ?? null}, ${input.actor})
        on conflict (phone, purpose, channel, list_id) where lifted_at is null do nothing
        returning id`,
    );
    if (!made) {
      const active = await firstRow<{ id: string }>(
        tx,
        sql`select id from suppressions where phone = ${input.phone} and lifted_at is null`,
      );
      // Lifted between the two statements: the caller may simply ask again.
      if (!active) throw new EngineError('conflict', 'suppression_changed', 'It was lifted at this very moment.');
      return { suppressionId: active.id, already: true };
    }
    await audit(tx, {
      actor: input.actor,
      action: 'suppression.add',
      subject: `suppression:${made.id}`,
      reason: input.evidence,
    });
    return { suppressionId: made.id, already: false };
  });
  const contactsEnded = await endSuppressedContacts(deps, [input.phone]);
  const inFlight = await countInFlight(
    deps.db,
    sql`o.person_id = any(${numbersOf(personOf(sql`${input.phone}::bigint`))})`,
  );
  return { suppressionId, already, contactsEnded, ...inFlight };
}

/** Suppresses a list of numbers at once; answers how many were new. */
export async function importSuppressions(
  deps: Pick<EngineDeps, 'db'>,
  input: { phones: readonly number[]; evidence?: string | undefined; actor: string },
): Promise<{ added: number; already: number; contactsEnded: number }> {
  const phones = [...new Set(input.phones)].sort((a, b) => a - b);
  const added = await inTransaction(deps.db, async (tx) => {
    const made = await rows<{ id: string }>(
      tx,
      sql`
        insert into suppressions (phone, source, evidence, created_by)
        select phone, 'import', ${input.evidence ?? null}, ${input.actor}
        from unnest(${sql.param(phones)}::bigint[]) as wanted (phone)
        on conflict (phone, purpose, channel, list_id) where lifted_at is null do nothing
        returning id`,
    );
    await audit(tx, {
      actor: input.actor,
      action: 'suppression.import',
      subject: 'suppressions',
      reason: input.evidence,
      details: { phones: phones.length, added: made.length },
    });
    return made.length;
  });
  const contactsEnded = await endSuppressedContacts(deps, phones);
  return { added, already: phones.length - added, contactsEnded };
}
