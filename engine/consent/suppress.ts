import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { SuppressionScope } from '../../domain/suppression-scope.ts';
import { audit } from '../audit.ts';
import { countInFlight, type InFlight } from '../campaigns/in-flight.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { EngineError } from '../error.ts';
import { endSuppressedContacts } from './end-suppressed-contacts.ts';
import { heldBy } from './holding.ts';
import { settleDoubts } from './say-no.ts';

export interface Suppressed extends InFlight {
  suppressionId: string;
  already: boolean;
  /** Contacts that will now never be dialled. */
  contactsEnded: number;
}

export interface NewSuppression extends Partial<{
  [Part in keyof SuppressionScope]: SuppressionScope[Part] | undefined;
}> {
  /** Where the no comes from, in words or as an address. */
  evidence?: string | undefined;
  actor: string;
}

/**
 * Somebody said no: from now on nothing of its purpose and channel (absent = all) goes to this number, or to any
 * other number of the same person (L5). The suppression is committed before anything else is touched, so it waits
 * for nobody.
 */
export async function suppress(
  deps: Pick<EngineDeps, 'db'>,
  input: NewSuppression & { phone: number },
): Promise<Suppressed> {
  const { phone, purpose = '', channel = '', evidence, actor } = input;
  const { suppressionId, already } = await inTransaction(deps.db, async (tx) => {
    const made = await firstRow<{ id: string }>(
      tx,
      sql`
        insert into suppressions (phone, purpose, channel, source, evidence, created_by)
        values (${phone}, ${purpose}, ${channel}, 'api', ${evidence ?? null}, ${actor})
        on conflict (phone, purpose, channel, list_id) where lifted_at is null do nothing
        returning id`,
    );
    if (!made) {
      const active = await firstRow<{ id: string }>(
        tx,
        sql`select id from suppressions where phone = ${phone} and purpose = ${purpose} and channel = ${channel}
            and list_id = 0 and lifted_at is null`,
      );
      // Lifted between the two statements: the caller may simply ask again.
      if (!active)
        throw new EngineError('conflict', 'suppression_changed', 'It was lifted at this very moment.', {
          repair: 'Ask again.',
        });
      // What may have been a "no" was one to everything: a narrower one leaves that question open.
      if (purpose === '' && channel === '') {
        await settleDoubts(tx, [phone], { by: actor, reason: evidence ?? 'suppressed' });
      }
      return { suppressionId: active.id, already: true };
    }
    await audit(tx, {
      actor,
      action: 'suppression.add',
      subject: `suppression:${made.id}`,
      reason: evidence,
      details: { purpose, channel },
    });
    return { suppressionId: made.id, already: false };
  });
  const contactsEnded = await endSuppressedContacts(deps, [phone]);
  const inFlight = await countInFlight(
    deps.db,
    sql`o.person_id = any(${numbersOf(personOf(sql`${phone}::bigint`))}) and ${heldBy(
      { purpose: sql`${purpose}::text`, channel: sql`${channel}::text` },
      sql`c.settings ->> 'purpose'`,
      sql`a.channel`,
    )}`,
  );
  return { suppressionId, already, contactsEnded, ...inFlight };
}

/** Suppresses some thousand numbers at once; answers how many were new. For millions there are lists. */
export async function importSuppressions(
  deps: Pick<EngineDeps, 'db'>,
  input: NewSuppression & { phones: readonly number[] },
): Promise<{ added: number; already: number; contactsEnded: number }> {
  const { purpose = '', channel = '', evidence, actor } = input;
  const phones = [...new Set(input.phones)].sort((a, b) => a - b);
  const added = await inTransaction(deps.db, async (tx) => {
    const made = await rows<{ id: string }>(
      tx,
      sql`
        insert into suppressions (phone, purpose, channel, source, evidence, created_by)
        select phone, ${purpose}, ${channel}, 'import', ${evidence ?? null}, ${actor}
        from unnest(${sql.param(phones)}::bigint[]) as wanted (phone)
        on conflict (phone, purpose, channel, list_id) where lifted_at is null do nothing
        returning id`,
    );
    await audit(tx, {
      actor,
      action: 'suppression.import',
      subject: 'suppressions',
      reason: evidence,
      details: { phones: phones.length, added: made.length, purpose, channel },
    });
    return made.length;
  });
  const contactsEnded = await endSuppressedContacts(deps, phones);
  return { added, already: phones.length - added, contactsEnded };
}
