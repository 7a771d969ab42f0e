import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { CHANNELS, type Channel } from '../../../domain/channel.ts';
import { consentHeld, type ConsentEvent } from '../../../domain/law/consent-held.ts';
import type { ConsentClass } from '../../../domain/law/law-rule.ts';
import { CAMPAIGN_PURPOSES, type CampaignPurpose } from '../../../domain/purpose.ts';
import type { EngineDeps } from '../../deps.ts';
import { iso } from '../../reading/iso.ts';

export interface ConsentEventView {
  id: string;
  kind: 'given' | 'revoked';
  purpose: CampaignPurpose | '';
  channel: Channel | '';
  consentClass: ConsentClass;
  method: string;
  textShown: string | null;
  /** Of a revocation: its reason. */
  evidence: string | null;
  happenedAt: string;
  expiresAt: string | null;
  createdBy: string;
  createdAt: string;
  importId: string | null;
  rowNumber: number | null;
}

/** What holds now for one purpose and channel, and the event that decides. */
export interface ConsentHolding {
  purpose: CampaignPurpose;
  channel: Channel;
  held: boolean;
  consentClass: ConsentClass;
  since: string | null;
  expiresAt: string | null;
  eventId: string | null;
}

export interface ConsentOfPhone {
  phone: string;
  at: string;
  /** For every purpose and channel. */
  holds: ConsentHolding[];
  /** All that was ever said, newest first. */
  events: ConsentEventView[];
}

/** Columns of a ConsentEventView, over `e` (consent_events). */
export const CONSENT_COLUMNS = sql`
  e.id, e.kind, e.purpose, e.channel, e.consent_class as "consentClass", e.method, e.text_shown as "textShown", e.evidence,
  ${iso(sql`e.happened_at`)} as "happenedAt", ${iso(sql`e.expires_at`)} as "expiresAt", e.created_by as "createdBy",
  ${iso(sql`e.created_at`)} as "createdAt", e.import_id as "importId", e.row_number as "rowNumber"`;

type Found = ConsentEventView & ConsentEvent;

/** The consent history of a number and what it comes to now. A number without one has an empty history. */
export async function listConsent(deps: Pick<EngineDeps, 'readDb'>, input: { phone: number }): Promise<ConsentOfPhone> {
  const clock = await firstRow<{ nowMs: number }>(deps.readDb, sql`select to_ms(outdial_now()) as "nowMs"`);
  const atMs = clock?.nowMs ?? 0;
  const found = await rows<Found>(
    deps.readDb,
    sql`
      select ${CONSENT_COLUMNS}, to_ms(e.happened_at) as "happenedAtMs", to_ms(e.expires_at) as "expiresAtMs"
      from consent_events e where e.phone = ${input.phone}
      order by e.happened_at desc, e.kind = 'revoked' desc, e.id desc`,
  );
  return {
    phone: `+${input.phone}`,
    at: new Date(atMs).toISOString(),
    holds: CAMPAIGN_PURPOSES.flatMap((purpose) => CHANNELS.map((channel) => holding(found, atMs, purpose, channel))),
    events: found.map(({ happenedAtMs: _from, expiresAtMs: _to, ...event }) => event),
  };
}

function holding(events: readonly Found[], atMs: number, purpose: CampaignPurpose, channel: Channel): ConsentHolding {
  const { held, consentClass, event } = consentHeld(events, { atMs, purpose, channel });
  return {
    purpose,
    channel,
    held,
    consentClass,
    since: event?.happenedAt ?? null,
    expiresAt: event?.expiresAt ?? null,
    eventId: event?.id ?? null,
  };
}
