import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { EngineError } from '../error.ts';
import type { ReadTest } from './read-test.ts';

/** Tests of one campaign that may be under way at once: for trying out, not a way around its list. */
export const MOST_OPEN_TESTS = 5;

/** Throws EngineError `test_is_open` (one number, one test at a time) and `tests_too_many`. The caller holds the lock. */
export async function refuseMoreTests(tx: Transaction, { campaignId, phone }: ReadTest): Promise<void> {
  const open = await rows<{ testId: string; campaignId: string; phone: number }>(
    tx,
    sql`select r.id as "testId", c.settings -> 'testOf' ->> 'campaignId' as "campaignId", k.phone
        from runs r join campaigns c on c.id = r.campaign_id join contact_states s on s.run_id = r.id join contacts k on k.id = s.contact_id
        where r.kind = 'manual' and (s.state = 'in_flight' or s.state in ('ready', 'waiting') and r.state = 'running'
          and from_ms((c.settings ->> 'endsAtMs')::double precision) > (select outdial_now()))`,
  );
  const same = open.find((test) => test.phone === phone);
  if (same) {
    throw new EngineError('conflict', 'test_is_open', 'A test to this number is under way already.', {
      repair: 'Wait for its end, or cancel it.',
      details: { testId: same.testId, campaignId: same.campaignId },
    });
  }
  const ofCampaign = open.filter((test) => test.campaignId === campaignId).length;
  if (ofCampaign < MOST_OPEN_TESTS) return;
  throw new EngineError('conflict', 'tests_too_many', `${ofCampaign} tests of this campaign are under way already.`, {
    repair: 'Wait for their end, or cancel one.',
    details: { open: ofCampaign, most: MOST_OPEN_TESTS },
  });
}
