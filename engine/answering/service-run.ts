import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { settingsOfOneOff } from '../../domain/one-off-settings.ts';

/** How long a confirmation may take: 47 CFR 64.1200(a)(12) presumes consent to one within five minutes. */
export const NOTICE_LIFE_SECONDS = 300;
/** The row number is a part of the contact's id, and has 24 bits. */
const MAX_ROWS = 16_000_000;

export interface ServiceRun {
  runId: string;
  campaignId: string;
  policyVersion: number;
}

/**
 * The hidden run that carries the notices of one of our numbers through the normal path; made when first needed, and
 * never finished. Only the fold calls it, one at a time.
 */
export async function serviceRunOf(
  tx: Transaction,
  number: { numberId: string; accountId: string; phone: number },
): Promise<ServiceRun> {
  const found = await firstRow<ServiceRun>(
    tx,
    // A turn that could not open the account's key has paused it, and nobody sees it to resume it: whoever asks could.
    sql`update runs set state = 'running', paused_reason = null, paused_by = null, paused_at = null
        where id = (select r.id from runs r join campaigns c on c.id = r.campaign_id
          where r.kind = 'service' and r.state in ('running', 'paused') and c.settings -> 'steps' -> 0 ->> 'numberId' = ${number.numberId}
          order by r.id limit 1)
        returning id as "runId", campaign_id as "campaignId", policy_version as "policyVersion"`,
  );
  if (found) return found;
  const settings = settingsOf(number);
  const made = await firstRow<ServiceRun>(
    tx,
    sql`with campaign as (
          insert into campaigns (name, settings, created_by)
          values (${`Notices of +${number.phone}`}, ${JSON.stringify(settings)}::jsonb, 'system') returning id, settings
        ), version as (
          insert into campaign_versions (campaign_id, version, settings, created_by) select id, 1, settings, 'system' from campaign
        )
        insert into runs (kind, campaign_id, state, launched_at) select 'service', id, 'running', outdial_now() from campaign
        returning id as "runId", campaign_id as "campaignId", policy_version as "policyVersion"`,
  );
  if (!made) throw new Error('insert into runs returned no row');
  return made;
}

/** A second try could only come after the five minutes. */
const settingsOf = ({ accountId, numberId }: { accountId: string; numberId: string }): CampaignSettings =>
  settingsOfOneOff(
    { channel: 'sms', accountId, numberId, text: '{{ text }}' },
    {
      purpose: 'notice',
      endsAtMs: null,
      expiresAfterSeconds: NOTICE_LIFE_SECONDS,
      ringingTimeoutSeconds: 30,
      maxCallMinutes: 1,
    },
  );

/** The next row of the run's list, which stays `done` and grows. */
export async function nextRowOf(
  tx: Transaction,
  run: ServiceRun,
): Promise<{ importId: string; contactId: number; rowNumber: number }> {
  const next = await firstRow<{ importId: string; contactId: number; rowNumber: number }>(
    tx,
    sql`update imports i set rows_read = rows_read + 1, accepted_rows = accepted_rows + 1, committed_rows = committed_rows + 1
        where i.id = (select id from imports where campaign_id = ${run.campaignId} and state = 'done' and accepted_rows < ${MAX_ROWS}
          order by serial desc limit 1)
        returning id as "importId", first_contact_id + accepted_rows as "contactId", accepted_rows as "rowNumber"`,
  );
  if (next) return next;
  await tx.execute(
    sql`insert into imports (campaign_id, file_name, file_sha256, file_bytes, stored_path, state, created_by)
        values (${run.campaignId}, 'notices', 'none', 0, 'none', 'done', 'system')`,
  );
  return await nextRowOf(tx, run);
}
