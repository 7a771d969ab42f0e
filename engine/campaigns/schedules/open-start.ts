import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import { decideStart } from '../../../domain/decide-start.ts';
import { localText } from '../../../domain/wall-instants.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { readNowMs } from '../../read-now.ts';
import { checkSettings } from '../check-settings.ts';
import { writeCampaign } from '../create.ts';
import { makeCopies } from './copy-lists.ts';
import { lockSchedule, unknownSchedule, type StoredSchedule } from './find-schedule.ts';
import { plannedAt } from './planned-times.ts';
import { findStart, writeStart, type StartKey, type StoredStart } from './write-start.ts';

export type OpenedStart =
  /** Its campaign is a draft whose lists are to be copied; `reason`: why it was given up (writeStart), null = it was not. */
  | { kind: 'starting'; campaignId: string; reason: string | null }
  /** To be asked again. */
  | { kind: 'later'; waitMs: number }
  /** Decided, now or before. */
  | { kind: 'over' };

type Deps = Pick<EngineDeps, 'db' | 'telephonyFor' | 'zones' | 'law'>;

/** How often a start asks whether the campaign that it waits for is over. */
const ASK_AGAIN_MS = 60_000;
const SYSTEM = 'system';

interface Template {
  settings: CampaignSettings;
  runState: string;
}

/**
 * Decides a start, once: in one transaction with the draft of its campaign and the empty copies of its lists, so that
 * what comes later, after any crash, goes on with these. Whoever decides it second is told what the first one decided.
 * Throws EngineError `unknown_schedule`, and what makes settings unusable (`settings_invalid`, `no_list`).
 */
export async function openStart(deps: Deps, key: StartKey): Promise<OpenedStart> {
  const before = asOpened(await findStart(deps.db, key));
  if (before) return before;
  const template = await readTemplate(deps, key.scheduleId);
  return await inTransaction(deps.db, async (tx) => {
    const schedule = await lockSchedule(tx, key.scheduleId);
    if (!schedule) throw unknownSchedule(key.scheduleId);
    const start = await findStart(tx, key);
    const opened = asOpened(start);
    if (opened) return opened;
    const decision = await decide(tx, deps, { schedule, key, template, waits: start !== undefined });
    switch (decision.kind) {
      case 'early':
        return { kind: 'later', waitMs: decision.waitMs };
      case 'wait':
        await writeStart(tx, key, { state: 'waiting', reason: 'overlap' });
        return { kind: 'later', waitMs: ASK_AGAIN_MS };
      case 'end':
        await writeStart(tx, key, { state: decision.state, reason: decision.reason });
        return { kind: 'over' };
      case 'start':
        // Says what is wrong with the settings of today before anything is written.
        await checkSettings({ ...deps, db: tx }, template.settings);
        return { kind: 'starting', reason: null, campaignId: await writeDraft(tx, deps, { schedule, key, template }) };
    }
  });
}

/** What was decided before; undefined = nothing yet, or that it waits. */
function asOpened(start: StoredStart | undefined): OpenedStart | undefined {
  if (!start || start.state === 'waiting') return undefined;
  const { state, campaignId, reason } = start;
  return state === 'starting' && campaignId !== null ? { kind: 'starting', campaignId, reason } : { kind: 'over' };
}

async function decide(
  tx: Transaction,
  deps: Deps,
  { schedule, key, template, waits }: { schedule: StoredSchedule; key: StartKey; template: Template; waits: boolean },
) {
  const others = await firstRow<{ run: boolean; wait: boolean }>(
    tx,
    sql`select coalesce(bool_or(s.state = 'starting' or r.state in ('running', 'paused')), false) as run,
          coalesce(bool_or(s.state = 'waiting'), false) as wait
        from schedule_starts s left join runs r on r.campaign_id = s.campaign_id and r.kind = 'campaign'
        where s.schedule_id = ${schedule.id} and s.scheduled_at <> from_ms(${key.scheduledAtMs}::double precision)
          and (s.state in ('waiting', 'starting') or r.state in ('running', 'paused'))`,
  );
  const { overlap, catchUpSeconds, jitterSeconds } = schedule.settings;
  return decideStart({
    scheduledAtMs: key.scheduledAtMs,
    nowMs: await readNowMs(tx),
    state: schedule.state,
    planned: plannedAt(schedule.settings, deps.zones, key.scheduledAtMs),
    templateCancelled: template.runState === 'cancelled',
    overlap,
    othersRun: others?.run ?? false,
    // Of two that wait neither may keep the other waiting for ever.
    waiting: waits ? 'this' : others?.wait ? 'other' : 'none',
    catchUpSeconds,
    jitterSeconds,
  });
}

async function readTemplate(deps: Deps, scheduleId: string): Promise<Template> {
  const template = await firstRow<Template & { campaignId: string }>(
    deps.db,
    sql`select c.settings, r.state as "runState", c.id as "campaignId" from schedules s join campaigns c on c.id = s.campaign_id
          join runs r on r.campaign_id = c.id and r.kind = 'campaign' where s.id = ${scheduleId}`,
  );
  if (!template) throw unknownSchedule(scheduleId);
  return template;
}

async function writeDraft(
  tx: Transaction,
  deps: Deps,
  { schedule, key, template }: { schedule: StoredSchedule; key: StartKey; template: Template },
): Promise<string> {
  const date = localText(deps.zones, schedule.settings.zone, key.scheduledAtMs).slice(0, 10);
  const name = `${schedule.name} ${date}`;
  const { campaignId } = await writeCampaign(tx, { name, actor: SYSTEM }, template.settings);
  const copies = await makeCopies(tx, { fromCampaignId: schedule.campaignId, campaignId });
  if (copies === 0) {
    throw new EngineError('conflict', 'no_list', 'The campaign that it copies has no list of contacts.', {
      repair: 'Import a list and attach it.',
    });
  }
  await writeStart(tx, key, { state: 'starting', campaignId });
  await audit(tx, {
    actor: SYSTEM,
    action: 'campaign.create',
    subject: `campaign:${campaignId}`,
    details: { name, scheduleId: schedule.id, scheduledAt: new Date(key.scheduledAtMs).toISOString() },
  });
  return campaignId;
}
