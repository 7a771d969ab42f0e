import type { CampaignStep } from '../../domain/campaign-settings.ts';
import { formatE164 } from '../../domain/phone.ts';
import { renderTemplate } from '../../domain/template.ts';
import type { ClaimedAttempt } from './claim.ts';

export type Rendered =
  | { ok: true; text?: string; variables?: Record<string, string> }
  /** A value is missing: the contact ends with that reason, an empty string is never sent. */
  | { ok: false; message: string };

/** Fills in the step's text or agent variables from the contact's own columns. */
export function renderAttempt(
  step: CampaignStep,
  attempt: Pick<ClaimedAttempt, 'name' | 'phone' | 'externalId' | 'variables'> & { moved?: boolean },
): Rendered {
  const values = {
    phone: formatE164(attempt.phone),
    ...(attempt.name === null ? {} : { name: attempt.name }),
    ...(attempt.externalId === null ? {} : { external_id: attempt.externalId }),
    ...attempt.variables,
  };
  const problems: string[] = [];
  const fill = (source: string): string => {
    const result = renderTemplate(source, values);
    if (result.ok) return result.text;
    problems.push(result.message);
    return '';
  };
  const textSource = (attempt.moved ? step.movedText : undefined) ?? step.text;
  const variableSources = (attempt.moved ? step.movedVariables : undefined) ?? step.variables;
  const text = textSource === undefined ? undefined : fill(textSource);
  const variables =
    variableSources === undefined
      ? undefined
      : Object.fromEntries(Object.entries(variableSources).map(([name, source]) => [name, fill(source)]));
  if (problems.length > 0) return { ok: false, message: [...new Set(problems)].join('; ') };
  return { ok: true, ...(text === undefined ? {} : { text }), ...(variables === undefined ? {} : { variables }) };
}
