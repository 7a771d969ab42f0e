import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { PlaceResult, SendControl, Telephony } from '../ports.ts';
import type { Rendered } from './render.ts';
import type { StepContext } from './run-context.ts';

/** One POST, to one destination, sent once. The attempt's id travels with it as the correlator. */
export async function place(
  telephony: Telephony,
  settings: CampaignSettings,
  step: StepContext,
  attempt: { attemptId: string; phone: number; agentRef: string | null; rendered: Rendered },
  control: SendControl,
): Promise<PlaceResult> {
  const { attemptId, rendered } = attempt;
  if (!rendered.ok) return { kind: 'not_sent', message: rendered.message };
  const to = `+${attempt.phone}`;
  if (step.channel === 'sms') {
    return await telephony.sendText({ attemptId, fromRef: step.fromRef, to, text: rendered.text ?? '' }, control);
  }
  const agentRef = attempt.agentRef ?? settings.steps[step.index]?.agentRef;
  return await telephony.placeCall(
    {
      attemptId,
      fromRef: step.fromRef,
      to,
      ...(agentRef === undefined ? {} : { agentRef }),
      ...(rendered.variables === undefined ? {} : { variables: rendered.variables }),
      ringingTimeoutSeconds: settings.ringingTimeoutSeconds,
      maxCallMinutes: settings.maxCallMinutes,
    },
    control,
  );
}
