import { readRule } from '../../../domain/recurrence/read-rule.ts';
import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { checkSchedule, type ScheduleDraft } from './check-schedule.ts';
import { checkTemplate } from './check-template.ts';
import { nextStarts, type NextStart } from './next-starts.ts';

export interface SchedulePreview {
  rrule: string;
  /** What was understood. */
  words: string;
  firstLocal: string;
  zone: string;
  next: NextStart[];
}

/** What would be made of it; nothing is written. Throws what createSchedule throws. */
export async function previewSchedule(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  draft: ScheduleDraft & { campaignId: string },
): Promise<SchedulePreview> {
  await checkTemplate(deps.readDb, draft.campaignId);
  const nowMs = await readNowMs(deps.readDb);
  const settings = checkSchedule(draft, deps.zones, nowMs);
  const { rrule, firstLocal, zone } = settings;
  const read = readRule(rrule, { firstLocal });
  return {
    rrule,
    words: read.ok ? read.words : rrule,
    firstLocal,
    zone,
    next: nextStarts(settings, deps.zones, nowMs),
  };
}
