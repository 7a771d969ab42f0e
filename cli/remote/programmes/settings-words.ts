import { z } from 'zod';
import { programmeChange, answerMeaning } from '../../../api/schemas/programme-settings.ts';
import { campaignPurpose } from '../../../api/schemas/states.ts';
import { parseSeconds, seconds } from '../../parse/duration.ts';
import { readJson } from '../../parse/json-file.ts';
import { moneyOrNone } from '../../parse/money.ts';
import { pairs } from '../../parse/pairs.ts';
import { personCaps } from '../../parse/person-caps.ts';
import { decimal, wholeNumber } from '../../parse/whole-number.ts';
import type { Context } from '../../verb.ts';
import { hoursOf, misfit, waitsOf } from '../campaign/settings-words.ts';
import { STEP_FLAGS, stepInput, stepsOf } from './step-words.ts';

/** Everything that a programme can be told, as flags. A file gives the same as JSON; flags win over it. */
export const PROGRAMME_FLAGS = [
  { flags: '--settings <file>', help: 'settings as JSON, in the form of the API; "-" reads standard input' },
  ...STEP_FLAGS,
  { flags: '--purpose <purpose>', help: 'marketing, informational or emergency: rules of law differ by it' },
  { flags: '--zone <zone>', help: 'in which times are told, like America/Chicago; or "recipient"' },
  { flags: '--hours <file>', help: '"default" (10:00-17:00, Mon-Fri, no federal holidays), or calling hours as JSON' },
  {
    flags: '--language <code>',
    help: 'of messages and answers, like en; may be repeated, the first speaks',
    many: true,
  },
  { flags: '--cutoff <duration>', help: 'no message later than this before the start, like 15m' },
  { flags: '--late <duration>', help: 'what fell behind still goes out when it is less late than this, like 30m' },
  {
    flags: '--merge <duration>',
    help: 'appointments of a person and day share a message when due within so long; or "none"',
  },
  { flags: '--repeat-after-move <duration>', help: 'a move by more repeats what was sent, like 15m' },
  { flags: '--keypad <key=meaning>', help: 'like 1=confirm; may be repeated, and replaces all keys', many: true },
  { flags: '--on-confirm <stop|continue>', help: 'whether the other steps still go out' },
  { flags: '--on-cancel <cancel|stop|continue>', help: 'what an answer "cancel" does' },
  { flags: '--on-reschedule <stop|continue>', help: 'whether the other steps still go out' },
  { flags: '--pace <per-second>', help: 'begun calls and texts a second at most, like 2 or 0.5; or "none"' },
  { flags: '--concurrency <calls>', help: 'calls that may be live at once' },
  { flags: '--attempts <count>', help: 'dials of one call, the first included' },
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

const mergeWithin = z.string().transform((text, context) => {
  if (text === 'none') return null;
  const parsed = parseSeconds(text);
  if (parsed === undefined) context.addIssue(`"${text}" is no duration; write 30m, or none`);
  return parsed ?? z.NEVER;
});

export const programmeInput = {
  settings: z.string().optional(),
  ...stepInput,
  purpose: campaignPurpose.optional(),
  zone: z.string().optional(),
  hours: z.string().optional(),
  language: z.array(z.string()).optional(),
  cutoff: seconds.optional(),
  late: seconds.optional(),
  merge: mergeWithin.optional(),
  repeatAfterMove: seconds.optional(),
  keypad: pairs.pipe(z.record(z.string(), answerMeaning)),
  onConfirm: z.enum(['stop', 'continue']).optional(),
  onCancel: z.enum(['cancel', 'stop', 'continue']).optional(),
  onReschedule: z.enum(['stop', 'continue']).optional(),
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
type Words = z.output<z.ZodObject<typeof programmeInput>>;
export type ProgrammeChange = z.input<typeof programmeChange>;

/** Reads the file, looks names up, and lays the flags over it. Throws CliError. */
export async function settingsOf(words: Words, context: Context): Promise<ProgrammeChange> {
  const base: ProgrammeChange = words.settings === undefined ? {} : await readSettings(words.settings, context);
  const answers = given({
    keys: Object.keys(words.keypad).length === 0 ? undefined : words.keypad,
    onConfirm: words.onConfirm,
    onCancel: words.onCancel,
    onReschedule: words.onReschedule,
  });
  const change = {
    steps: await stepsOf(words, context.api()),
    purpose: words.purpose,
    zone: words.zone === 'recipient' ? null : words.zone,
    hours: words.hours === undefined ? undefined : await hoursOf(words.hours, context),
    languages: words.language,
    cutoffSeconds: words.cutoff,
    lateSeconds: words.late,
    mergeWithinSeconds: words.merge,
    repeatAfterMoveSeconds: words.repeatAfterMove,
    answers: Object.keys(answers).length === 0 ? undefined : { ...base.answers, ...answers },
    pacePerSecond: words.pace,
    maxConcurrent: words.concurrency,
    maxAttempts: words.attempts,
    waitSeconds: waitsOf(words.wait),
    budgetMicros: words.budget,
    dailyCapMicros: words.dailyCap,
    ringingTimeoutSeconds: words.ring,
    maxCallMinutes: words.maxMinutes,
    personCaps: words.personCap,
  };
  return { ...base, ...given(change) };
}

const given = (fields: object) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

async function readSettings(path: string, { io }: Context): Promise<ProgrammeChange> {
  const parsed = programmeChange.safeParse(await readJson(path, io.stdin));
  if (!parsed.success) throw misfit(path, parsed.error);
  return parsed.data;
}
