import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { answerVariables } from '../answering/answer-variables.ts';
import type { EngineDeps } from '../deps.ts';
import type { PlaceResult, SendControl, Telephony } from '../ports.ts';
import type { Rendered } from './render.ts';
import type { StepContext } from './run-context.ts';

/**
 * One POST, to one destination, sent once. The attempt's id travels with it as the correlator, and with a call whose
 * provider takes variables the means to report what was answered.
 */
export async function place(
  deps: Pick<EngineDeps, 'secrets' | 'publicUrl'>,
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
  const given = telephony.capabilities.callVariables ? answerVariables(deps, attemptId) : {};
  const variables = { ...rendered.variables, ...given };
  const agentRef = attempt.agentRef ?? settings.steps[step.index]?.agentRef;
  return await telephony.placeCall(
    {
      attemptId,
      fromRef: step.fromRef,
      to,
      ...(agentRef === undefined ? {} : { agentRef }),
      ...(Object.keys(variables).length === 0 ? {} : { variables }),
      ringingTimeoutSeconds: settings.ringingTimeoutSeconds,
      maxCallMinutes: settings.maxCallMinutes,
    },
    control,
  );
}
