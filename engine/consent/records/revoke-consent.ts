import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import { countInFlight, type InFlight } from '../../campaigns/in-flight.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { checkScope } from './check-consent.ts';

export interface RevokedConsent extends InFlight {
  consentId: string;
}

/**
 * Somebody takes a consent back, from now on: one more event, and nothing before it is touched. Every later gate sees
 * it. It is no opt-out: what needs no consent goes on. `purpose` and `channel`: empty = all.
 * Throws EngineError `reason_missing`, `unknown_purpose`, `unknown_channel`.
 */
export async function revokeConsent(
  deps: Pick<EngineDeps, 'db'>,
  input: {
    phone: number;
    purpose?: string | undefined;
    channel?: string | undefined;
    method?: string | undefined;
    reason: string;
    actor: string;
  },
): Promise<RevokedConsent> {
  const { phone, reason, actor, method = 'api' } = input;
  if (reason.trim() === '')
    throw new EngineError('invalid', 'reason_missing', 'Revoking a consent needs its reason.', {
      repair: 'Say in `reason` how you know of it.',
    });
  const scope = checkScope({ purpose: input.purpose ?? '', channel: input.channel ?? '' });
  if ('code' in scope) {
    throw new EngineError('invalid', scope.code, scope.message, {
      repair: 'Name one of these, or leave it out to revoke all.',
    });
  }
  const consentId = await inTransaction(deps.db, async (tx) => {
    // To the millisecond, downwards: what is written now also holds now, and reads the same outside.
    const made = await firstRow<{ id: string }>(
      tx,
      sql`
        insert into consent_events (phone, kind, purpose, channel, consent_class, method, evidence, happened_at, created_by)
        values (${phone}, 'revoked', ${scope.purpose}, ${scope.channel}, 'none', ${method}, ${reason},
          date_trunc('milliseconds', outdial_now()), ${actor})
        returning id`,
    );
    if (!made) throw new Error('the revocation was not written');
    await audit(tx, { actor, action: 'consent.revoke', subject: `consent:${made.id}`, reason });
    return made.id;
  });
  const inFlight = await countInFlight(
    deps.db,
    sql`a.phone = ${phone} and ${scope.channel} in ('', a.channel) and ${scope.purpose} in ('', c.settings ->> 'purpose')`,
  );
  return { consentId, ...inFlight };
}
