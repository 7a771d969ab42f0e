import { sql } from 'drizzle-orm';
import type { CampaignSettings, CampaignStep } from '../../domain/campaign-settings.ts';
import { CAMPAIGN_PURPOSES } from '../../domain/purpose.ts';
import { isOutcome, outcomeClass } from '../../domain/outcome.ts';
import { validateCallingHours } from '../../domain/validate-calling-hours.ts';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import type { Capabilities } from '../ports.ts';
import { variablesOf } from './required-variables.ts';

/** Beyond these a figure is a slip of the keyboard, and some would not fit into an instant. */
const LONGEST_WAIT_SECONDS = 30 * 86_400;
const LONGEST_EXPIRY_SECONDS = 365 * 86_400;
const MOST_MICROS = 1_000_000_000_000;
const MOST_CAPS = 6;

export interface SettingsProblem {
  /** JSON pointer into the settings. */
  pointer: string;
  code: string;
  message: string;
}

interface StepNumber {
  id: string;
  accountId: string;
  status: 'active' | 'released';
}

/**
 * Checks everything that a campaign was told, against its accounts and numbers, and reports all problems at once.
 * Returns the variables that every contact must have. Throws EngineError `settings_invalid`.
 */
export async function checkSettings(
  deps: { db: Pick<Queryable, 'execute'> } & Pick<EngineDeps, 'telephonyFor'>,
  settings: CampaignSettings,
): Promise<{ requiredVariables: string[] }> {
  const problems: SettingsProblem[] = [...checkLimits(settings), ...checkPurpose(settings), ...checkHours(settings)];
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

function checkHours(settings: CampaignSettings): SettingsProblem[] {
  return validateCallingHours(settings.hours).map(({ path, code, message }) => ({
    pointer: `/hours/${path.replaceAll('.', '/').replace(/\[(\d+)\]/g, '/$1')}`,
    code: `hours_${code}`,
    message,
  }));
}

const isWhole = (value: number, low: number, high: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high;

function checkPurpose({ purpose }: CampaignSettings): SettingsProblem[] {
  if (CAMPAIGN_PURPOSES.some((known) => known === purpose)) return [];
  const message = `A campaign's purpose is one of ${CAMPAIGN_PURPOSES.join(', ')}.`;
  return [{ pointer: '/purpose', code: 'purpose_not_allowed', message }];
}

function checkLimits(settings: CampaignSettings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const need = (ok: boolean, pointer: string, message: string): void => {
    if (!ok) problems.push({ pointer, code: 'out_of_range', message });
  };
  const channels = settings.steps.map((step) => step.channel).join(',');
  need(
    ['call', 'sms', 'call,sms'].includes(channels),
    '/steps',
    'Steps are: a call, a text, or a call and then a text.',
  );
  const pace = settings.pacePerSecond;
  need(
    pace === null || (pace >= 0.001 && pace <= 1_000),
    '/pacePerSecond',
    'A pace lies between 0.001 and 1,000 sends a second.',
  );
  const whole: [keyof CampaignSettings, number, number][] = [
    ['maxConcurrent', 1, 10_000],
    ['maxAttempts', 1, 20],
    ['expiresAfterSeconds', 60, LONGEST_EXPIRY_SECONDS],
    ['ringingTimeoutSeconds', 5, 120],
    ['maxCallMinutes', 1, 120],
  ];
  for (const [key, low, high] of whole) {
    const value = settings[key];
    need(
      typeof value === 'number' && isWhole(value, low, high),
      `/${key}`,
      `${key} is a whole number from ${low} to ${high}.`,
    );
  }
  for (const key of ['budgetMicros', 'dailyCapMicros'] as const) {
    const value = settings[key];
    need(
      value === null || (Number.isSafeInteger(value) && value > 0 && value <= MOST_MICROS),
      `/${key}`,
      `${key} is a whole number from 1 to ${MOST_MICROS}, or null.`,
    );
  }
  const caps = settings.personCaps;
  need(caps.length >= 1 && caps.length <= MOST_CAPS, '/personCaps', `There are 1 to ${MOST_CAPS} caps per person.`);
  for (const [index, { count, hours }] of caps.entries()) {
    const at = `/personCaps/${index}`;
    need(isWhole(count, 1, 100), `${at}/count`, 'A cap per person is a whole number from 1 to 100.');
    need(isWhole(hours, 1, 720), `${at}/hours`, 'A cap per person counts 1 to 720 whole hours (30 days).');
  }
  for (const [outcome, seconds] of Object.entries(settings.waitSeconds)) {
    const pointer = `/waitSeconds/${outcome}`;
    need(
      isOutcome(outcome) && outcomeClass(outcome) === 'retry',
      pointer,
      `"${outcome}" is not an outcome that is retried.`,
    );
    need(
      Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_WAIT_SECONDS,
      pointer,
      `A wait is a whole number of seconds from 1 to ${LONGEST_WAIT_SECONDS} (30 days).`,
    );
  }
  return problems;
}
