import { sql } from 'drizzle-orm';
import { notifyWork } from '../../db/notify.ts';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { countInFlight, type InFlight } from '../campaigns/in-flight.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { showTest, type TestView } from './show-test.ts';

/**
 * Ends a test that was not dialled: with this commit nothing of it passes the gate. Twice is once. What passed it just
 * before is counted in the answer. Throws EngineError `unknown_test`, `test_under_way`, `test_over`.
 */
export async function cancelTest(
  deps: Pick<EngineDeps, 'db' | 'readDb' | 'zones' | 'law'>,
  input: { campaignId: string; testId: string; actor: string },
): Promise<TestView & InFlight> {
  const { testId } = input;
  const { state } = await showTest(deps, input);
  if (state === 'dialing' || state === 'in_progress' || state === 'ended') {
    throw new EngineError('conflict', 'test_under_way', 'It was dialled already and ends by itself.', {
      repair: 'Hang up.',
      details: { state },
    });
  }
  if (state !== 'waiting' && state !== 'cancelled') {
    throw new EngineError('conflict', 'test_over', 'This test is over already.', {
      repair: 'Nothing to do.',
      details: { state },
    });
  }
  await inTransaction(deps.db, async (tx) => {
    const cancelled = await firstRow(
      tx,
      sql`update runs set state = 'cancelled', policy_version = policy_version + 1, blocked_reason = null, next_turn_at = '-infinity'
          where id = ${testId} and kind = 'manual' and state = 'running' returning id`,
    );
    if (!cancelled) return;
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.test_cancel',
      subject: `campaign:${input.campaignId}`,
      details: { testId },
    });
    await notifyWork(tx, 'run', testId);
  });
  return { ...(await showTest(deps, input)), ...(await countInFlight(deps.db, sql`o.run_id = ${testId}`)) };
}
