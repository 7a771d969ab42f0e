import { z } from 'zod';
import { programmeChange } from '../../../api/schemas/programme-settings.ts';
import { answerMeaning, campaignPurpose } from '../../../api/schemas/states.ts';
import { parseSeconds, seconds } from '../../parse/duration.ts';
import { readJson } from '../../parse/json-file.ts';
import { pairs } from '../../parse/pairs.ts';
import type { Context } from '../../verb.ts';
import { hoursOf, misfit } from '../campaign/settings-words.ts';
import { LIMIT_FLAGS, limitInput, limitsOf } from '../limit-words.ts';
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
  ...LIMIT_FLAGS,
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
  ...limitInput,
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
    ...limitsOf(words),
  };
  return { ...base, ...given(change) };
}

const given = (fields: object) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

async function readSettings(path: string, { io }: Context): Promise<ProgrammeChange> {
  const parsed = programmeChange.safeParse(await readJson(path, io.stdin));
  if (!parsed.success) throw misfit(path, parsed.error);
  return parsed.data;
}
