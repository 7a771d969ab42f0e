import { sql, type SQL } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { unknownReview } from '../../answering/decide-review.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { unknownAttempt } from '../../reading/attempts.ts';
import { listConsentGaps } from '../../repairing/review-consent.ts';
import { listZoneGroups } from '../../repairing/review-zones.ts';
import { consentKey, zoneKey, type ConsentItem, type ZoneItem } from '../review-assignments.ts';

/** What waits for a person and is to be looked after: reviews, parked attempts, or one group of a campaign's queue. */
export type ItemsToAssign =
  | { reviewIds: readonly string[] }
  | { attemptIds: readonly string[] }
  | { zone: ZoneItem }
  | { consent: ConsentItem };

export interface ItemToAssign {
  /** What its assignment is kept under. */
  key: string;
  /** As the audit trail names it. */
  subject: string;
  details: object;
  isOpen: boolean;
}

/**
 * Throws EngineError `unknown_review`, `unknown_attempt`, `unknown_campaign`, and `attempt_not_parked` or `unknown_group`
 * for what never waited. A group of which nobody is left is not open.
 */
export async function findItems(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  what: ItemsToAssign,
): Promise<ItemToAssign[]> {
  if ('reviewIds' in what) return await byId(tx, 'review', what.reviewIds);
  if ('attemptIds' in what) return await byId(tx, 'attempt', what.attemptIds);
  if ('zone' in what) {
    const { campaignId, prefix } = what.zone;
    const { groups } = await listZoneGroups(tx, deps, campaignId);
    const isOpen = groups.some((group) => group.prefix === prefix);
    return [await ofGroup(tx, { key: zoneKey(what.zone), campaignId, details: { zonePrefix: prefix }, isOpen })];
  }
  const { campaignId, ...gap } = what.consent;
  const { groups } = await listConsentGaps(tx, deps, campaignId);
  const key = consentKey(what.consent);
  const isOpen = groups.some((group) => consentKey({ campaignId, ...group }) === key);
  return [await ofGroup(tx, { key, campaignId, details: { consent: gap }, isOpen })];
}

const wasGiven = (key: SQL): SQL => sql`exists (select from assignments n where n.kind = 'review' and n.key = ${key})`;

/** Of a group that is gone nothing is kept but who looked after it. */
async function ofGroup(
  tx: Transaction,
  { campaignId, ...group }: Omit<ItemToAssign, 'subject'> & { campaignId: string },
): Promise<ItemToAssign> {
  if (!group.isOpen) {
    const known = await firstRow<{ given: boolean }>(tx, sql`select ${wasGiven(sql`${group.key}::text`)} as given`);
    if (known?.given !== true) {
      throw new EngineError('not_found', 'unknown_group', `Nobody in campaign ${campaignId} waits for this.`, {
        repair: 'List the queue of the campaign to see what waits.',
      });
    }
  }
  return { ...group, subject: `campaign:${campaignId}` };
}

async function byId(tx: Transaction, kind: 'review' | 'attempt', ids: readonly string[]): Promise<ItemToAssign[]> {
  const wanted = sql`id = any(${sql.param([...new Set(ids)])}::uuid[])`;
  const found = await rows<{ id: string; state: string; isOpen: boolean; hasWaited: boolean }>(
    tx,
    kind === 'review'
      ? sql`select id, state, state = 'open' as "isOpen", true as "hasWaited" from reviews where ${wanted}`
      : sql`
        select id, state, state = 'PARKED' as "isOpen", state = 'PARKED' or ${wasGiven(sql`a.id::text`)} or exists (
          select from provider_events e where e.attempt_id = a.id and e.fact ->> 'kind' = 'given_up') as "hasWaited"
        from attempts a where ${wanted}`,
  );
  const known = new Set(found.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw kind === 'review' ? unknownReview(missing) : unknownAttempt(missing);
  const never = found.find(({ hasWaited }) => !hasWaited);
  if (never !== undefined) {
    throw new EngineError('conflict', 'attempt_not_parked', `Attempt ${never.id} is ${never.state}, not PARKED.`, {
      repair: 'Only parked attempts wait for a decision; list them with state=PARKED.',
    });
  }
  return found.map(({ id, isOpen }) => ({ key: id, subject: `${kind}:${id}`, details: {}, isOpen }));
}
