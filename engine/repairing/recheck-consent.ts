import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { endGroupAssignments } from '../failures/assigning/end-assignments.ts';
import { consentKey } from '../failures/review-assignments.ts';
import { consentVerdicts } from './consent-verdicts.ts';
import { lockNext, putBack, type PutBack } from './put-back.ts';
import { repairableRun, wakeForContacts } from './repairable-run.ts';
import { listConsentGaps } from './review-consent.ts';

export interface ConsentRecheck extends PutBack {
  /** Contacts that had ended for want of consent. */
  looked: number;
  /** Of these, who still has none. */
  stillMissing: number;
  /** Set when there may be more: ask again from there. */
  nextCursor: string | null;
}

const BATCH = 5_000;
/** What one request looks at at most, so that its answer comes in seconds. */
const MOST = 50_000;

/**
 * Puts contacts that had ended for want of consent back into their run, where the consent on record now covers what the
 * law asks for. Whoever is put back is no longer looked at, so repeating it changes nothing. Throws what repairableRun
 * throws.
 */
export async function recheckConsent(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: { campaignId: string; cursor?: string | undefined; actor: string },
  most = MOST,
): Promise<ConsentRecheck> {
  const { campaignId } = input;
  const run = await repairableRun(deps.db, campaignId);
  const total = { looked: 0, putBack: 0, suppressed: 0 };
  let after = Number(input.cursor ?? 0);
  let full = true;
  while (full && total.looked < most) {
    const batch = Math.min(BATCH, most - total.looked);
    const done = await inTransaction(deps.db, async (tx) => {
      const taken = await rows<{ id: number }>(
        tx,
        lockNext({ runId: run.runId, state: 'no_consent', after, only: sql`true`, batch }),
      );
      const ids = taken.map(({ id }) => id);
      const which = sql`select unnest(${sql.param(ids)}::bigint[]) as contact_id`;
      const verdicts = ids.length === 0 ? null : await consentVerdicts(deps, tx, { campaignId, which });
      const held = verdicts
        ? await rows<{ id: number }>(
            tx,
            sql`select v.contact_id as id from (${verdicts}) as v where v.gap = 'nothing' order by v.contact_id`,
          )
        : [];
      let moved: PutBack = { putBack: 0, suppressed: 0 };
      if (held.length > 0) {
        moved = await putBack(
          tx,
          deps,
          held.map(({ id }) => id),
          campaignId,
        );
        await audit(tx, {
          actor: input.actor,
          action: 'campaign.recheck_consent',
          subject: `campaign:${campaignId}`,
          details: { looked: ids.length, ...moved },
        });
      }
      // Behind a full batch more may wait.
      if (ids.length < batch) {
        await endGroupAssignments(tx, { queue: 'consent', campaignId, by: input.actor }, async () => {
          const { groups } = await listConsentGaps(tx, deps, campaignId);
          return groups.map((group) => consentKey({ campaignId, ...group }));
        });
      }
      if (held.length > 0) await wakeForContacts(tx, campaignId, run.runId);
      return { ids, ...moved };
    });
    total.looked += done.ids.length;
    total.putBack += done.putBack;
    total.suppressed += done.suppressed;
    after = done.ids.at(-1) ?? after;
    full = done.ids.length === batch;
  }
  return {
    ...total,
    stillMissing: total.looked - total.putBack - total.suppressed,
    nextCursor: full ? String(after) : null,
  };
}
