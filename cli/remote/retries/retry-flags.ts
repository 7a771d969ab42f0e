import { z } from 'zod';
import type { againBody, failureFilter } from '../../../api/schemas/retries.ts';
import { channel } from '../../../api/schemas/states.ts';
import { instantIn } from '../../../api/schemas/common.ts';
import { usageError } from '../../cli-error.ts';
import { decimal, wholeNumber } from '../../parse/whole-number.ts';
import type { ApiClient } from '../api-client.ts';
import { findNumberId } from '../find-by-name.ts';

type Options = NonNullable<z.input<typeof againBody>['options']>;
type Filter = Omit<z.input<typeof failureFilter>, 'campaignId'>;

/** How a retry dials, where it differs from its campaign. */
export const OPTION_FLAGS = [
  { flags: '--at <instant>', help: 'not before, like 2027-03-01T14:00:00Z; without it at once, inside the hours' },
  { flags: '--pace <count>', help: 'dials a second at most, like 0.5' },
  { flags: '--concurrent <calls>', help: 'calls at a time at most' },
  { flags: '--caller <number>', help: 'from another number of ours, by id or like +12025550100' },
  { flags: '--channel <channel>', help: 'which steps the other number is for: call or sms' },
  { flags: '--agent <ref>', help: "the agent, where the other number's account needs one" },
  { flags: '--canary <contacts>', help: 'so many first' },
  { flags: '--stop-above <percent>', help: 'and stop when more than so many percent of them fail (default 30)' },
  { flags: '--override-max-attempts', help: 'also who has had all attempts; administrators only' },
] as const;
export const optionInput = {
  at: instantIn.optional(),
  pace: decimal.optional(),
  concurrent: wholeNumber.optional(),
  caller: z.string().optional(),
  channel: channel.optional(),
  agent: z.string().optional(),
  canary: wholeNumber.optional(),
  stopAbove: decimal.optional(),
  overrideMaxAttempts: z.boolean().optional(),
};
const STOP_ABOVE_PERCENT = 30;

/** Throws CliError. */
export async function optionsOf(
  input: z.output<z.ZodObject<typeof optionInput>>,
  api: () => ApiClient,
): Promise<Options> {
  if (input.stopAbove !== undefined && input.canary === undefined) throw usageError('--stop-above needs --canary.');
  return {
    startAt: input.at,
    pacePerSecond: input.pace,
    maxConcurrent: input.concurrent,
    numberId: input.caller === undefined ? undefined : await findNumberId(api(), input.caller),
    channel: input.channel,
    agentRef: input.agent,
    canary:
      input.canary === undefined
        ? undefined
        : { count: input.canary, stopAbovePercent: input.stopAbove ?? STOP_ABOVE_PERCENT },
    overrideMaxAttempts: input.overrideMaxAttempts,
  };
}

/** Which failed contacts are meant. */
export const FILTER_FLAGS = [
  { flags: '--cause <cause>', help: 'busy, no_answer, ...; more than once for several', many: true },
  { flags: '--number <number>', help: 'last tried from this number of ours, by id or like +12025550100' },
  { flags: '--prefix <digits>', help: 'whose number begins so, like 1212' },
  { flags: '--country <code>', help: 'whose number is of this country, like US' },
  { flags: '--code <code>', help: 'the code that the provider gave' },
  { flags: '--ended-from <instant>', help: 'failed at or after' },
  { flags: '--ended-to <instant>', help: 'failed before' },
  { flags: '--contact <id>', help: 'only this one; may be given more than once', many: true },
  { flags: '--except <id>', help: 'not this one; may be given more than once', many: true },
] as const;
export const filterInput = {
  cause: z.array(z.string()).optional(),
  number: z.string().optional(),
  prefix: z.string().optional(),
  country: z.string().optional(),
  code: z.string().optional(),
  endedFrom: instantIn.optional(),
  endedTo: instantIn.optional(),
  contact: z.array(wholeNumber).optional(),
  except: z.array(wholeNumber).optional(),
};

/** Throws CliError. */
export async function filterOf(
  input: z.output<z.ZodObject<typeof filterInput>>,
  api: () => ApiClient,
): Promise<Filter> {
  return {
    causes: input.cause,
    numberId: input.number === undefined ? undefined : await findNumberId(api(), input.number),
    prefix: input.prefix,
    country: input.country,
    code: input.code,
    endedFrom: input.endedFrom,
    endedTo: input.endedTo,
    contactIds: input.contact,
    exceptContactIds: input.except,
  };
}
