import { z } from 'zod';
import type { programmeChange } from '../../../api/schemas/programme-settings.ts';
import { usageError } from '../../cli-error.ts';
import { pairs } from '../../parse/pairs.ts';
import type { ApiClient } from '../api-client.ts';
import { findAccountId, findNumber } from '../find-by-name.ts';

type Steps = NonNullable<z.input<typeof programmeChange>['steps']>;
type ShortStep = Extract<Steps[number], { short: string }>;

/** Steps in their short form, and what all of them say and use. */
export const STEP_FLAGS = [
  {
    flags: '--steps <steps>',
    help: 'like 24h:sms,2h:call>10m:sms - also booking:sms, 1d@18:00:sms, -1h:sms (after); what follows: >10m:, >failed:, >noreply30m:',
  },
  { flags: '--number <number>', help: 'to call and text from, like +12025550100' },
  { flags: '--call-number <number>', help: 'another one to call from' },
  { flags: '--account <account>', help: 'provider account, by name or id; where several have the number' },
  { flags: '--agent <ref>', help: "the provider's id of the agent (calls)" },
  { flags: '--variable <name=liquid>', help: 'what the agent is told (calls); may be repeated', many: true },
  {
    flags: '--text <liquid>',
    help: 'what is sent (sms), like "See you {{ appointment_day }} at {{ appointment_time }}"',
  },
  { flags: '--template <name>', help: 'a stored text instead (sms)' },
  { flags: '--moved-text <liquid>', help: 'what is sent where the appointment was moved (sms)' },
  {
    flags: '--step-text <step=liquid>',
    help: 'a text of one step, like 24h-sms="Tomorrow ..."; may be repeated',
    many: true,
  },
] as const;

export const stepInput = {
  steps: z.string().optional(),
  number: z.string().optional(),
  callNumber: z.string().optional(),
  account: z.string().optional(),
  agent: z.string().optional(),
  variable: pairs,
  text: z.string().optional(),
  template: z.string().optional(),
  movedText: z.string().optional(),
  stepText: pairs,
};
export type StepWords = z.output<z.ZodObject<typeof stepInput>>;

/**
 * Typed steps -> those of the API, numbers and accounts looked up. Undefined = none were typed. Throws CliError in
 * words; whether a short form can be read is the API's to say.
 */
export async function stepsOf(words: StepWords, api: ApiClient): Promise<ShortStep[] | undefined> {
  if (words.steps === undefined) return undefined;
  const shorts = words.steps.split(',').map((short) => short.trim());
  if (words.number === undefined) throw usageError('--number is missing: which number do they come from?');
  const accountId = words.account === undefined ? undefined : await findAccountId(api, words.account);
  const texting = await findNumber(api, words.number, accountId);
  const calling = words.callNumber === undefined ? texting : await findNumber(api, words.callNumber);
  const texts = textsOfSteps(words.stepText, shorts);
  const call = {
    accountId: calling.accountId,
    numberId: calling.id,
    ...(words.agent === undefined ? {} : { agentRef: words.agent }),
    ...(Object.keys(words.variable).length === 0 ? {} : { variables: words.variable }),
  };
  return shorts.map((short, place): ShortStep => {
    const own = texts.get(place);
    const text = own ?? words.text;
    const sms = {
      accountId: texting.accountId,
      numberId: texting.id,
      ...(text === undefined ? {} : { text }),
      ...(own !== undefined || words.template === undefined ? {} : { template: words.template }),
      ...(words.movedText === undefined ? {} : { movedText: words.movedText }),
    };
    return { short, ...(/:call\b/.test(short) ? { call } : {}), ...(/:sms\b/.test(short) ? { sms } : {}) };
  });
}

function textsOfSteps(texts: Readonly<Record<string, string>>, shorts: readonly string[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const [name, text] of Object.entries(texts)) {
    const place = shorts.findIndex((short) => plain(short.split('>')[0] ?? '') === plain(name));
    if (place < 0) throw usageError(`--step-text: there is no step "${name}" among ${shorts.join(', ')}`);
    found.set(place, text);
  }
  return found;
}

/** `24h:sms` and `24h-sms`, `1d@18:00:sms` and `1d-1800-sms` are one step. */
export const plain = (name: string): string => name.replace(/^-/, 'after').replace(/[^a-z0-9]/gi, '');

/** Steps as they are, with other texts for some of them; a text belongs to every text message of its step. */
export function withTexts<
  Step extends { key: string; actions: readonly { channel: string; text?: string | undefined }[] },
>(steps: readonly Step[], texts: Readonly<Record<string, string>>): Step[] {
  const names = Object.keys(texts);
  const unknown = names.find((name) => steps.every(({ key }) => plain(key) !== plain(name)));
  if (unknown !== undefined) {
    throw usageError(`--step-text: there is no step "${unknown}" among ${steps.map(({ key }) => key).join(', ')}`);
  }
  return steps.map((step) => {
    const name = names.find((one) => plain(one) === plain(step.key));
    const text = name === undefined ? undefined : texts[name];
    if (text === undefined) return step;
    return { ...step, actions: step.actions.map((one) => (one.channel === 'sms' ? { ...one, text } : one)) };
  });
}
