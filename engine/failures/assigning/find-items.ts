import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { unknownReview } from '../../answering/decide-review.ts';
import type { EngineDeps } from '../../deps.ts';
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
 * Throws EngineError `unknown_review`, `unknown_attempt`, `unknown_campaign`. A group of which nobody is left is not open.
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
    return [{ key: zoneKey(what.zone), subject: `campaign:${campaignId}`, details: { zonePrefix: prefix }, isOpen }];
  }
  const { campaignId, ...gap } = what.consent;
  const { groups } = await listConsentGaps(tx, deps, campaignId);
  const key = consentKey(what.consent);
  const isOpen = groups.some((group) => consentKey({ campaignId, ...group }) === key);
  return [{ key, subject: `campaign:${campaignId}`, details: { consent: gap }, isOpen }];
}

async function byId(tx: Transaction, kind: 'review' | 'attempt', ids: readonly string[]): Promise<ItemToAssign[]> {
  const wanted = sql`id = any(${sql.param([...new Set(ids)])}::uuid[])`;
  const found = await rows<{ id: string; isOpen: boolean }>(
    tx,
    kind === 'review'
      ? sql`select id, state = 'open' as "isOpen" from reviews where ${wanted}`
      : sql`select id, state = 'PARKED' as "isOpen" from attempts where ${wanted}`,
  );
  const known = new Set(found.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw kind === 'review' ? unknownReview(missing) : unknownAttempt(missing);
  return found.map(({ id, isOpen }) => ({ key: id, subject: `${kind}:${id}`, details: {}, isOpen }));
}
