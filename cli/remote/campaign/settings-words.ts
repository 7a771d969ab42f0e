import { z } from 'zod';
import { settingsChange } from '../../../api/schemas/campaigns.ts';
import { campaignPurpose, leftovers } from '../../../api/schemas/states.ts';
import { usageError, type CliError } from '../../cli-error.ts';
import { seconds } from '../../parse/duration.ts';
import { instantOrNone } from '../../parse/instant.ts';
import { readJson } from '../../parse/json-file.ts';
import type { Context } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { findAccountId, findNumberId } from '../find-by-name.ts';
import { LIMIT_FLAGS, limitInput, limitsOf } from '../limit-words.ts';
import { STEP_FLAGS, stepsOf, type StepWords } from './steps.ts';

/** Everything that a campaign can be told, as flags. A file gives the same as JSON; flags win over it. */
export const SETTINGS_FLAGS = [
  { flags: '--settings <file>', help: 'settings as JSON, in the form of the API; "-" reads standard input' },
  ...STEP_FLAGS,
  { flags: '--hours <file>', help: '"default" (10:00-17:00, Mon-Fri, no federal holidays), or calling hours as JSON' },
  { flags: '--purpose <purpose>', help: 'marketing, informational or emergency: rules of law differ by it' },
  { flags: '--starts <instant>', help: 'nothing goes out before, like 2027-03-01T14:00:00Z; or "none"' },
  { flags: '--ends <instant>', help: 'nothing goes out at or after, and what is left expires; or "none"' },
  { flags: '--leftovers <roll|expire>', help: 'what is left when a window closes: the next one, or the end' },
  { flags: '--expires <duration>', help: 'an attempt is too late this long after it was due, like 7d' },
  ...LIMIT_FLAGS,
] as const;

export const settingsInput = {
  settings: z.string().optional(),
  ordered: z.array(z.tuple([z.string(), z.string()])).default([]),
  hours: z.string().optional(),
  purpose: campaignPurpose.optional(),
  starts: instantOrNone.optional(),
  ends: instantOrNone.optional(),
  leftovers: leftovers.optional(),
  expires: seconds.optional(),
  ...limitInput,
};

const WORKDAY: [string, string][] = [['10:00', '17:00']];
/** Said in full: a change that leaves the hours out keeps those that are set. */
export const DEFAULT_HOURS = {
  weekly: { mon: WORKDAY, tue: WORKDAY, wed: WORKDAY, thu: WORKDAY, fri: WORKDAY },
  skipFederalHolidays: true,
};

type Words = z.output<z.ZodObject<typeof settingsInput>>;
export type SettingsChange = z.input<typeof settingsChange>;

/** Reads the file, looks names up, and lays the flags over it. Throws CliError. */
export async function settingsOf(words: Words, context: Context): Promise<SettingsChange> {
  const base: SettingsChange = words.settings === undefined ? {} : await readSettings(words.settings, context);
  const typed = await Promise.all(stepsOf(words.ordered).map((step) => stepOf(step, context)));
  const change = {
    steps: typed.length > 0 ? typed : undefined,
    purpose: words.purpose,
    startsAt: words.starts,
    endsAt: words.ends,
    leftovers: words.leftovers,
    hours: words.hours === undefined ? undefined : await hoursOf(words.hours, context),
    expiresAfterSeconds: words.expires,
    ...limitsOf(words),
  };
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...base, ...given };
}

/** A file in the form of the API; what does not fit is named by its place. */
async function readSettings(path: string, { io }: Context): Promise<SettingsChange> {
  const parsed = settingsChange.safeParse(await readJson(path, io.stdin));
  if (!parsed.success) throw misfit(path, parsed.error);
  return parsed.data;
}

/** Calling hours from a file. Without days off where the file says nothing of them. */
export async function hoursOf(path: string, { io }: Context): Promise<SettingsChange['hours']> {
  if (path === 'default') return DEFAULT_HOURS;
  const read = await readJson(path, io.stdin);
  const parsed = settingsChange.shape.hours.safeParse(read);
  if (!parsed.success) throw misfit(path, parsed.error);
  if (parsed.data === undefined || typeof read !== 'object' || read === null || 'blackoutDates' in read) {
    return parsed.data;
  }
  const { blackoutDates: _, ...silent } = parsed.data;
  return silent;
}

/** Days off come from files of their own: hours that say nothing of them leave them as they are. */
export async function keepDaysOff(change: SettingsChange, params: { campaignId: string }, { api }: Context) {
  if (change.hours === undefined || change.hours.blackoutDates !== undefined) return change;
  const { settings } = await api().call(API.getCampaign, { params });
  return { ...change, hours: { ...change.hours, blackoutDates: settings.hours.blackoutDates } };
}

export function misfit(path: string, error: z.ZodError): CliError {
  const issues = error.issues.map((issue) => `  /${issue.path.join('/')}: ${issue.message}`);
  return usageError(`${path} does not fit:\n${issues.join('\n')}`, 'The form of each field is described at /docs.');
}

async function stepOf(step: StepWords, context: Context): Promise<NonNullable<SettingsChange['steps']>[number]> {
  const channel = step.channel === 'call' || step.channel === 'sms' ? step.channel : undefined;
  if (channel === undefined) throw usageError(`--step: "${step.channel}" is neither call nor sms`);
  if (step.account === undefined) throw usageError(`--account is missing for the step "${channel}"`);
  if (step.number === undefined) throw usageError(`--number is missing for the step "${channel}"`);
  const accountId = await findAccountId(context.api(), step.account);
  return {
    channel,
    accountId,
    numberId: await findNumberId(context.api(), step.number, accountId),
    ...(step.agent === undefined ? {} : { agentRef: step.agent }),
    ...(step.text === undefined ? {} : { text: step.text }),
    ...(step.template === undefined ? {} : { template: step.template }),
    ...(Object.keys(step.variables).length === 0 ? {} : { variables: step.variables }),
  };
}
