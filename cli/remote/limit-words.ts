import { z } from 'zod';
import { usageError } from '../cli-error.ts';
import { parseSeconds, seconds } from '../parse/duration.ts';
import { moneyOrNone } from '../parse/money.ts';
import { pairs } from '../parse/pairs.ts';
import { personCaps } from '../parse/person-caps.ts';
import { decimal, wholeNumber } from '../parse/whole-number.ts';

/** How fast, how often and for how much is dialled: told to campaigns and to programmes alike. */
export const LIMIT_FLAGS = [
  { flags: '--pace <per-second>', help: 'begun calls and texts a second at most, like 2 or 0.5; or "none"' },
  { flags: '--concurrency <calls>', help: 'calls that may be live at once' },
  { flags: '--attempts <count>', help: 'dials per person and step, the first included' },
  { flags: '--wait <outcome=duration>', help: 'before the next dial, like busy=10m; may be repeated', many: true },
  { flags: '--budget <amount>', help: 'spend at most, like 250.00; or "none"' },
  { flags: '--daily-cap <amount>', help: 'spend of a day at most; or "none"' },
  { flags: '--ring <duration>', help: 'how long it rings' },
  { flags: '--max-minutes <minutes>', help: 'longest call' },
  {
    flags: '--person-cap <count/duration>',
    help: 'dials per person over all campaigns, like 3/24h; may be repeated',
    many: true,
  },
] as const;

export const limitInput = {
  pace: z.union([z.literal('none').transform(() => null), decimal]).optional(),
  concurrency: wholeNumber.optional(),
  attempts: wholeNumber.optional(),
  wait: pairs,
  budget: moneyOrNone.optional(),
  dailyCap: moneyOrNone.optional(),
  ring: seconds.optional(),
  maxMinutes: wholeNumber.optional(),
  personCap: personCaps.optional(),
};

/** Fields of the API's settings; undefined where nothing was said. Throws CliError. */
export const limitsOf = (words: z.output<z.ZodObject<typeof limitInput>>) => ({
  pacePerSecond: words.pace,
  maxConcurrent: words.concurrency,
  maxAttempts: words.attempts,
  waitSeconds: waitsOf(words.wait),
  budgetMicros: words.budget,
  dailyCapMicros: words.dailyCap,
  ringingTimeoutSeconds: words.ring,
  maxCallMinutes: words.maxMinutes,
  personCaps: words.personCap,
});

/** Outcomes are checked by the API, which knows them all. */
function waitsOf(words: Readonly<Record<string, string>>): Record<string, number> | undefined {
  const waits = Object.entries(words).map(([outcome, text]): [string, number] => {
    const parsed = parseSeconds(text);
    if (parsed === undefined) throw usageError(`--wait: "${text}" is no duration; write ${outcome}=10m`);
    return [outcome, parsed];
  });
  return waits.length === 0 ? undefined : Object.fromEntries(waits);
}
