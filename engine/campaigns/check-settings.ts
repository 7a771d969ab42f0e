import { sql } from 'drizzle-orm';
import type { CampaignSettings, CampaignStep } from '../../domain/campaign-settings.ts';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { readNowMs } from '../read-now.ts';
import type { Capabilities } from '../ports.ts';
import { checkHours, checkTimes } from './check-hours.ts';
import { checkLimits, checkPurpose, checkShape, type SettingsProblem } from './check-limits.ts';
import { placesOf, variablesOf, type StepPlace } from './required-variables.ts';

interface StepNumber {
  id: string;
  accountId: string;
  status: 'active' | 'released';
}

/**
 * Checks everything that a campaign was told, against its accounts and numbers, and reports all problems at once.
 * `before`: what it was told so far.
 * Returns the variables that every contact must have. Throws EngineError `settings_invalid`.
 */
export async function checkSettings(
  deps: { db: Pick<Queryable, 'execute'> } & Pick<EngineDeps, 'telephonyFor' | 'law'>,
  settings: CampaignSettings,
  before?: CampaignSettings,
): Promise<{ requiredVariables: string[] }> {
  const problems: SettingsProblem[] = [
    ...checkShape(settings),
    ...checkLimits(settings),
    ...checkPurpose(settings),
    ...checkHours(settings, deps.law.calendarNames),
    ...checkTimes(settings, await readNowMs(deps.db), before),
  ];
  problems.push(...(await checkSteps(deps, placesOf(settings.steps))));
  const { required, unreadable } = variablesOf(settings);
  problems.push(...unreadable.map((template) => ({ ...template, code: 'template_invalid' })));
  refuseProblems(problems);
  return { requiredVariables: required };
}

/** Throws EngineError `settings_invalid` with all problems, if there are any. */
export function refuseProblems(problems: readonly SettingsProblem[]): void {
  const [first] = problems;
  if (!first) return;
  throw new EngineError('invalid', 'settings_invalid', `The settings cannot be used: ${first.message}`, {
    repair: 'Correct every problem listed; nothing was saved.',
    details: { problems },
  });
}

/** What is wrong with steps as seen from their accounts and numbers. */
export async function checkSteps(
  deps: { db: Pick<Queryable, 'execute'> } & Pick<EngineDeps, 'telephonyFor'>,
  steps: readonly StepPlace[],
): Promise<SettingsProblem[]> {
  const numbers = await rows<StepNumber>(
    deps.db,
    sql`
      select id, account_id as "accountId", status from numbers
      where id = any(${sql.param(steps.map(({ step }) => step.numberId))}::uuid[])`,
  );
  const problems: SettingsProblem[] = [];
  for (const { step, at } of steps) {
    const capabilities = await capabilitiesOf(deps, step.accountId);
    if (!capabilities) {
      problems.push({ pointer: `${at}/accountId`, code: 'unknown_account', message: 'There is no such account.' });
      continue;
    }
    problems.push(...checkStep(step, at, capabilities), ...checkNumber(step, at, numbers));
  }
  return problems;
}

async function capabilitiesOf(
  deps: Pick<EngineDeps, 'telephonyFor'>,
  accountId: string,
): Promise<Capabilities | undefined> {
  try {
    return (await deps.telephonyFor(accountId)).capabilities;
  } catch (error) {
    if (error instanceof EngineError && error.code === 'unknown_account') return undefined;
    throw error;
  }
}

function checkStep(step: CampaignStep, at: string, can: Capabilities): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const add = (field: string, code: string, message: string): void => {
    problems.push({ pointer: `${at}/${field}`, code, message });
  };
  if (!can.channels.includes(step.channel)) {
    add(
      'channel',
      'channel_not_supported',
      `This account cannot send by ${step.channel}; it can: ${can.channels.join(', ')}.`,
    );
  }
  if (step.channel === 'sms') {
    if ((step.text ?? '').trim() === '') add('text', 'text_missing', 'A text message needs its text.');
    if (step.agentRef !== undefined) add('agentRef', 'agent_not_allowed', 'A text message has no agent.');
    if (step.variables !== undefined)
      add('variables', 'variables_not_allowed', 'A text message has no agent variables.');
    if (step.movedVariables !== undefined)
      add('movedVariables', 'variables_not_allowed', 'A text message has no agent variables.');
    if (step.movedText?.trim() === '') add('movedText', 'text_missing', 'Leave the text of a move out, or write it.');
    return problems;
  }
  for (const field of ['text', 'movedText'] as const) {
    if (step[field] !== undefined) add(field, 'text_not_allowed', 'A call has no text; the agent speaks.');
  }
  if (can.agentPerCall && step.agentRef === undefined) {
    add('agentRef', 'agent_missing', 'This provider needs the agent of each call.');
  }
  if (!can.agentPerCall && step.agentRef !== undefined) {
    add(
      'agentRef',
      'agent_not_allowed',
      "This provider takes no agent per call: the number's own configuration answers.",
    );
  }
  for (const field of ['variables', 'movedVariables'] as const) {
    if (!can.callVariables && Object.keys(step[field] ?? {}).length > 0) {
      add(field, 'variables_not_supported', 'This provider carries no per-call variables to its agent.');
    }
  }
  return problems;
}

function checkNumber(step: CampaignStep, at: string, numbers: readonly StepNumber[]): SettingsProblem[] {
  const number = numbers.find((candidate) => candidate.id === step.numberId);
  const pointer = `${at}/numberId`;
  if (!number)
    return [{ pointer, code: 'unknown_number', message: 'There is no such number; sync the numbers first.' }];
  if (number.accountId !== step.accountId) {
    return [{ pointer, code: 'number_of_other_account', message: 'This number belongs to another account.' }];
  }
  return number.status === 'active'
    ? []
    : [{ pointer, code: 'number_released', message: 'This number was released at the provider.' }];
}
