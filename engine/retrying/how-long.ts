import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Queryable } from '../../db/client.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { dialSeconds } from '../../domain/retries/dial-seconds.ts';
import type { StepContext } from '../dialing/run-context.ts';
import type { Foreseen } from './foresee.ts';

/** What is taken where a campaign has no calls yet to learn from. */
const USUAL_CALL_SECONDS = 45;
const LATEST_CALLS = 500;

/** About how long the dials of a retry take, once all hours are open: by pace, by calls at a time, by how long calls were. */
export async function howLongSeconds(
  tx: Pick<Queryable, 'execute'>,
  input: {
    settings: CampaignSettings;
    steps: readonly StepContext[];
    perStep: Foreseen['perStep'];
    runId: string;
  },
): Promise<number> {
  const known = await firstRow<{ seconds: number | null }>(
    tx,
    sql`select avg(extract(epoch from ended_at - sent_at))::double precision as seconds from (
          select ended_at, sent_at from attempts
          where run_id = ${input.runId} and channel = 'call' and ended_at > sent_at order by id desc limit ${LATEST_CALLS}) latest`,
  );
  return Math.ceil(
    input.perStep.reduce((sum, { index, channel, count }) => {
      const account = input.steps[index];
      return (
        sum +
        dialSeconds({
          count,
          pacePerSecond: input.settings.pacePerSecond,
          atATime:
            channel === 'call'
              ? Math.min(input.settings.maxConcurrent, account?.maxConcurrentCalls ?? input.settings.maxConcurrent)
              : null,
          secondsEach: known?.seconds ?? USUAL_CALL_SECONDS,
        })
      );
    }, 0),
  );
}
