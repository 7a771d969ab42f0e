import { sql } from 'drizzle-orm';
import type { CampaignSettings, CampaignStep } from '../../domain/campaign-settings.ts';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { readNowMs } from '../read-now.ts';
import type { Capabilities } from '../ports.ts';
import { checkHours, checkTimes } from './check-hours.ts';
import { checkLimits, checkPurpose, type SettingsProblem } from './check-limits.ts';
import { variablesOf } from './required-variables.ts';

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
    ...checkLimits(settings),
    ...checkPurpose(settings),
    ...checkHours(settings, deps.law.calendarNames),
    ...checkTimes(settings, await readNowMs(deps.db), before),
  ];
  const numbers = await rows<StepNumber>(
    deps.db,
    sql`
      select id, account_id as "accountId", status from numbers
      where id = any(${sql.param(settings.steps.map((step) => step.numberId))}::uuid[])`,
  );

  for (const [index, step] of settings.steps.entries()) {
    const at = `/steps/${index}`;
    const capabilities = await capabilitiesOf(deps, step.accountId);
    if (!capabilities) {
      problems.push({ pointer: `${at}/accountId`, code: 'unknown_account', message: 'There is no such account.' });
      continue;
    }
    problems.push(...checkStep(step, at, capabilities), ...checkNumber(step, at, numbers));
  }
  const { required, unreadable } = variablesOf(settings);
  problems.push(...unreadable.map((template) => ({ ...template, code: 'template_invalid' })));
  if (problems.length > 0) {
    const [first] = problems;
    throw new EngineError('invalid', 'settings_invalid', `The settings cannot be used: ${first?.message ?? ''}`, {
      repair: 'Correct every problem listed; nothing was saved.',
      details: { problems },
    });
  }
  return { requiredVariables: required };
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
    return problems;
  }
  if (step.text !== undefined) add('text', 'text_not_allowed', 'A call has no text; the agent speaks.');
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
  if (!can.callVariables && Object.keys(step.variables ?? {}).length > 0) {
    add('variables', 'variables_not_supported', 'This provider carries no per-call variables to its agent.');
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
