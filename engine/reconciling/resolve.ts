import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { writeFacts } from '../folding/inbox.ts';
import { unknownAttempt } from '../reading/attempts.ts';

export interface ResolveAttempt {
  attemptId: string;
  /** True: it was dialled, the presumed cost stands. False: it never was, the cost is given back. */
  dialled: boolean;
  reason: string;
  actor: string;
}

/**
 * A person decides what became of a parked attempt. The decision is a fact like any other and moves the attempt in
 * the fold. Nobody is dialled again by it: that takes a campaign of its own.
 * Throws EngineError `unknown_attempt`, `attempt_not_parked`.
 */
export async function resolveAttempt(deps: Pick<EngineDeps, 'db'>, input: ResolveAttempt): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const attempt = await firstRow<{ accountId: string; state: string }>(
      tx,
      sql`select account_id as "accountId", state from attempts where id = ${input.attemptId} for update`,
    );
    if (!attempt) throw unknownAttempt(input.attemptId);
    if (attempt.state !== 'PARKED') {
      throw new EngineError(
        'conflict',
        'attempt_not_parked',
        `attempt ${input.attemptId} is ${attempt.state}, not PARKED`,
        {
          repair: 'only parked attempts wait for a decision; list them with state=PARKED',
        },
      );
    }
    await writeFacts(tx, [
      {
        accountId: attempt.accountId,
        source: 'person',
        dedupeKey: `resolved:${input.attemptId}`,
        fact: {
          kind: 'resolved',
          attemptId: input.attemptId,
          dialled: input.dialled,
          by: input.actor,
          reason: input.reason,
        },
      },
    ]);
    await audit(tx, {
      actor: input.actor,
      action: 'attempt.resolve',
      subject: `attempt:${input.attemptId}`,
      reason: input.reason,
      details: { dialled: input.dialled },
    });
  });
}
