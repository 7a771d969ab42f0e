import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { count } from '../../print/amounts.ts';
import { verb, type Context } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { warn } from '../warn.ts';
import { effectWords } from './effect-words.ts';
import { PROGRAMME_FLAGS, programmeInput, settingsOf, type ProgrammeChange } from './settings-words.ts';
import { withTexts } from './step-words.ts';

/** The effect is counted for up to 15 s, and then the change itself is made. */
const TIMEOUT_MS = 60_000;

export const changeVerb = verb(
  'change <programme>',
  'change a programme, after showing which pending steps that moves',
  {
    flags: [
      ...PROGRAMME_FLAGS,
      { flags: '--expect <version>', help: 'only when this is its version now' },
      { flags: '--dry-run', help: 'only say what the change would do' },
      YES_FLAG,
    ],
    input: z.object({
      programme: z.string(),
      expect: z.coerce.number().int().optional(),
      dryRun: z.boolean().optional(),
      yes: z.boolean().optional(),
      ...programmeInput,
    }),
    run: async (input, context) => {
      const params = { programmeId: input.programme };
      const typed = await settingsOf(input, context);
      const { settings, version } = await overCurrent(context, params, typed, input);
      const body = { settings, expectedVersion: input.expect ?? version };
      const call = { params, body, timeoutMs: TIMEOUT_MS };
      if (input.dryRun) {
        const preview = await context.api().call(API.changeProgramme, { ...call, query: { dryRun: true } });
        warn(context, preview.warnings);
        return { data: preview, text: preview.changed ? effectWords(preview.effect) : 'It says nothing new.' };
      }
      // Who cannot be asked has decided, and need not wait for the count twice.
      if (!input.yes && !context.json && context.io.mayAsk) {
        const preview = await context.api().call(API.changeProgramme, { ...call, query: { dryRun: true } });
        if (!preview.changed) return { data: preview, text: 'It says nothing new.' };
        context.io.err(`${effectWords(preview.effect)}\n`);
        warn(context, preview.warnings);
        if (preview.effect !== null) await confirm(context, input.yes, 'Change it?');
      }
      const answer = await context.api().call(API.changeProgramme, call);
      warn(context, answer.warnings);
      if (!answer.changed) return { data: answer, text: 'It says nothing new.' };
      const when = answer.replanned
        ? `${count(answer.replan.total)} messages are planned again.`
        : 'It holds from the next dial on.';
      return { data: answer, text: `Changed: version ${answer.version}. ${when}` };
    },
  },
);

/** What the change leaves as it is: texts of other steps, and days off that a file of hours says nothing of. */
async function overCurrent(
  { api }: Context,
  params: { programmeId: string },
  typed: ProgrammeChange,
  input: { steps?: string | undefined; stepText: Readonly<Record<string, string>> },
): Promise<{ settings: ProgrammeChange; version: number | undefined }> {
  const rewrites = Object.keys(input.stepText).length > 0 && input.steps === undefined;
  if (Object.keys(typed).length === 0 && !rewrites) throw usageError('Say what changes; see: outdial programmes show');
  if (rewrites && typed.steps !== undefined)
    throw usageError('--step-text: write the text into the file of --settings');
  const losesDays = typed.hours !== undefined && typed.hours.blackoutDates === undefined;
  if (!rewrites && !losesDays) return { settings: typed, version: undefined };
  const { settings, version } = await api().call(API.getProgramme, { params });
  return {
    version,
    settings: {
      ...typed,
      ...(rewrites ? { steps: withTexts(settings.steps, input.stepText) } : {}),
      ...(typed.hours === undefined || !losesDays
        ? {}
        : { hours: { ...typed.hours, blackoutDates: settings.hours.blackoutDates } }),
    },
  };
}
