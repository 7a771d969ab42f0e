import { sql } from 'drizzle-orm';
import { notifyLive } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { readCauseCounts } from '../read-counts.ts';
import { checkScope, lockGroup } from '../scope.ts';
import { SNOOZE_LASTS } from '../snoozes.ts';

export interface NewSnooze {
  /** Null = in the view of all campaigns, and of each. */
  campaignId: string | null;
  cause: string;
  untilAtMs?: number | undefined;
  /** Until the group has so many failed attempts. */
  untilCount?: number | undefined;
  reason: string;
  actor: string;
}

/**
 * Hides a group until a time, or until it has grown to a number, whichever is first. One that holds already is replaced.
 * Throws EngineError `unknown_campaign`, `snooze_endless`, `snooze_over_already`.
 */
export async function snoozeGroup(
  deps: Pick<EngineDeps, 'db'>,
  snooze: NewSnooze,
): Promise<{ snoozeId: string; already: boolean }> {
  const { campaignId, cause, untilAtMs, untilCount, reason, actor } = snooze;
  if (untilAtMs === undefined && untilCount === undefined) {
    throw new EngineError('invalid', 'snooze_endless', 'A snooze ends at a time or at a number of failures.', {
      repair: 'Give untilAt or untilCount. What is done with for good, resolve.',
    });
  }
  const scope = { campaignId: campaignId ?? undefined };
  return await inTransaction(deps.db, async (tx) => {
    await checkScope(tx, scope);
    await lockGroup(tx, cause);
    const clock = await firstRow<{ over: boolean }>(
      tx,
      sql`select coalesce(from_ms(${untilAtMs ?? null}::double precision) <= outdial_now(), false) as over`,
    );
    const attempts = (await readCauseCounts(tx, scope, cause)).find(({ value }) => value === 'all')?.count ?? 0;
    if (clock?.over === true || (untilCount !== undefined && attempts >= untilCount)) {
      throw new EngineError('invalid', 'snooze_over_already', 'That is over already: the group would not be hidden.', {
        repair: `Give a time to come, or more than the ${attempts} failed attempts that there are.`,
        details: { attempts },
      });
    }
    const mine = sql`z.cause = ${cause} and z.campaign_id is not distinct from ${campaignId}::uuid and ${SNOOZE_LASTS}`;
    const same = await firstRow<{ id: string }>(
      tx,
      sql`select z.id from failure_snoozes z
          where ${mine} and z.until_at is not distinct from from_ms(${untilAtMs ?? null}::double precision)
            and z.until_count is not distinct from ${untilCount ?? null}::int and z.reason = ${reason}`,
    );
    if (same) return { snoozeId: same.id, already: true };
    await tx.execute(sql`update failure_snoozes z set ended_at = outdial_now(), ended_by = ${actor} where ${mine}`);
    const made = await firstRow<{ id: string }>(
      tx,
      sql`insert into failure_snoozes (campaign_id, cause, until_at, until_count, reason, created_by)
          values (${campaignId}, ${cause}, from_ms(${untilAtMs ?? null}::double precision), ${untilCount ?? null}, ${reason}, ${actor})
          returning id`,
    );
    if (!made) throw new Error('the snooze was not written');
    const details = { campaignId, cause, untilAtMs: untilAtMs ?? null, untilCount: untilCount ?? null };
    await audit(tx, { actor, action: 'failure.snooze', subject: `snooze:${made.id}`, reason, details });
    await notifyLive(tx, 'failures');
    return { snoozeId: made.id, already: false };
  });
}
