import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import type { CampaignWarning } from '../../campaigns/check-windows.ts';

/** What a programme may be told and will hardly be meant. */
export function warningsOfSettings({ steps, cutoffSeconds }: ProgrammeSettings): CampaignWarning[] {
  const late = steps.filter(({ when }) => when.kind === 'before' && when.seconds >= 0 && when.seconds <= cutoffSeconds);
  const keys = late.map(({ key }) => key).join(', ');
  if (late.length === 0) return [];
  return [
    {
      code: 'step_after_cutoff',
      message: `No message goes out in the last ${cutoffSeconds} s before the start, so these never do: ${keys}.`,
    },
  ];
}
