import { z } from 'zod';
import { campaignPurpose } from '../../../api/schemas/states.ts';
import { usageError } from '../../cli-error.ts';
import { pairs } from '../../parse/pairs.ts';
import { phoneArgument } from '../../parse/phone.ts';
import { verb, type Context } from '../../verb.ts';
import { hoursOf } from '../campaign/settings-words.ts';
import { YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { STEP_FLAGS, stepInput, stepsOf } from '../programmes/step-words.ts';
import { FOLD_FLAG } from './change-verbs.ts';
import { changeText } from './change-words.ts';
import { programmeOfSteps, type ProgrammeOfSteps } from './programme-of-steps.ts';

const EXAMPLE = `Examples:
  outdial remind +12025550123 --at "2026-12-09 09:30" --zone America/Chicago --programme clinic --name "Ann Lee"
  outdial remind +12025550123 --at 2026-12-09T09:30-06:00 --steps 24h:sms,2h:call --number +12025550100 \\
    --agent agent_1 --text 'See you {{ appointment_day }} at {{ appointment_time }}.'

Without --programme the steps make one, which is used again by whoever names the same steps and texts. The same command
under the same API key changes nothing: where none is given, the external id is made of number, time and key, so that
nobody can read the number in it. Another key, or a key made anew, books anew: give --external-id where that may happen.`;

const input = z.object({
  phone: phoneArgument,
  at: z.string(),
  zone: z.string().optional(),
  fold: z.enum(['earlier', 'later']).optional(),
  recipientZone: z.string().optional(),
  programme: z.string().optional(),
  externalId: z.string().optional(),
  name: z.string().optional(),
  var: pairs,
  ...stepInput,
  purpose: campaignPurpose.optional(),
  hours: z.string().optional(),
  dryRun: z.boolean().optional(),
  yes: z.boolean().optional(),
});
type Words = z.output<typeof input>;

export const remindVerb = verb('remind <phone>', 'book an appointment, and with it the messages that remind of it', {
  flags: [
    { flags: '--at <time>', help: 'when it starts, like "2026-12-09 09:30", or with an offset' },
    { flags: '--zone <zone>', help: "whose clock shows it, like America/Chicago (default: the recipient's)" },
    FOLD_FLAG,
    { flags: '--recipient-zone <zone>', help: 'where the recipient is, where the number does not tell' },
    { flags: '--programme <programme>', help: 'which steps: a programme, by id or name' },
    { flags: '--external-id <id>', help: 'the id in your own system; with the same again it is moved' },
    { flags: '--name <name>', help: 'of the person' },
    { flags: '--var <name=value>', help: 'what the texts say of it; may be repeated', many: true },
    ...STEP_FLAGS,
    { flags: '--purpose <purpose>', help: 'of the steps: informational (the default), marketing or emergency' },
    { flags: '--hours <file>', help: 'of the steps: "default", or calling hours as JSON' },
    { flags: '--dry-run', help: 'only show what would be booked' },
    YES_FLAG,
  ],
  help: EXAMPLE,
  input,
  run: async (words, context) => {
    const programme = await programmeFor(words, context);
    const made = programme.made ? `Made the programme "${programme.name}".\n` : '';
    if (programme.programmeId === null) {
      return { data: { programme: programme.name, appointment: null }, text: 'The appointment was not looked at.' };
    }
    const externalId = words.externalId ?? idOf(words, context);
    const params = { programmeId: programme.programmeId, externalId };
    const body = {
      phone: words.phone,
      startsAt: words.at,
      zone: words.zone,
      fold: words.fold,
      recipientZone: words.recipientZone,
      name: words.name,
      variables: words.var,
    };
    if (words.dryRun) {
      const seen = await context.api().call(API.previewAppointment, { params, body });
      return { data: seen, text: `It would be:\n${changeText(seen)}` };
    }
    // To a terminal at once: the booking may be refused, and the programme stays.
    if (made !== '' && !context.json) context.io.err(made);
    const answer = await context.api().call(API.putAppointment, { params, body });
    return { data: answer, text: changeText(answer) };
  },
});

/**
 * The same number and time, the same appointment: who repeats a command books nobody twice. Ids are shown to everybody,
 * so the number is not in it.
 */
const idOf = ({ phone, at }: Words, { api }: Context): string =>
  `visit-${api().fingerprint([phone, at].map((word) => word.replace(/[^0-9A-Za-z]/g, '')).join('-'))}`;

async function programmeFor(words: Words, context: Context): Promise<ProgrammeOfSteps> {
  if (words.programme !== undefined) {
    const typed = [words.steps, words.number, words.callNumber, words.agent, words.text, words.template, words.hours];
    if (typed.some((value) => value !== undefined)) {
      throw usageError(
        '--programme has steps of its own: leave --steps and what belongs to them out',
        'To change the programme: outdial programmes change',
      );
    }
    return { name: words.programme, programmeId: words.programme, made: false };
  }
  const steps = await stepsOf(words, context.api());
  if (steps === undefined) {
    throw usageError('--programme or --steps is missing: --steps 24h:sms,2h:call', 'See "outdial programmes list".');
  }
  const hours = words.hours === undefined ? undefined : await hoursOf(words.hours, context);
  const settings = { steps, purpose: words.purpose ?? 'informational', hours } as const;
  return await programmeOfSteps(context, settings, {
    shorts: steps.map(({ short }) => short),
    yes: words.yes,
    dryRun: words.dryRun,
  });
}
