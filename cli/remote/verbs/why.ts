import { z } from 'zod';
import type { explainedPhone, explanation, ruleLook } from '../../../api/schemas/explain.ts';
import { CliError, usageError } from '../../cli-error.ts';
import { instant } from '../../print/amounts.ts';
import { oneLine, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';

type Explanation = z.output<typeof explanation>;
type Appointment = z.output<typeof explainedPhone>['appointments'][number];
type Rule = z.output<typeof ruleLook>;

/** Signs for the eye, and words for whoever has no signs. */
const VERDICT_WORDS = {
  passes: '✓ passes',
  forbids: '✗ forbids',
  waits: '… waits',
  not_known: '? not known',
} as const satisfies Record<Rule['verdict'], string>;

export const whyVerb = verb('why <phoneOrContact>', 'why this person was called, was not, or waits', {
  flags: [
    { flags: '--at <instant>', help: 'at a moment that was, like 2027-03-01T14:00:00Z (default: now)' },
    { flags: '--campaign <id>', help: 'in one campaign, by its id or name, or one programme, by its name' },
  ],
  help: 'A number in full begins with +; without it, the id of a contact is meant.',
  input: z.object({ phoneOrContact: z.string(), at: z.string().optional(), campaign: z.string().optional() }),
  run: async ({ phoneOrContact, at, campaign }, { api }) => {
    const query = { at };
    if (!phoneOrContact.startsWith('+')) {
      const contactId = Number(phoneOrContact);
      if (!Number.isSafeInteger(contactId) || contactId < 1) {
        throw usageError(`"${phoneOrContact}" is no contact`, 'Write a number in full, like +12025550123.');
      }
      const answer = await api().call(API.explainContact, { params: { contactId }, query });
      return { data: answer, text: explanationText(answer) };
    }
    const answer = await api().call(API.explainPhone, { query: { ...query, phone: phoneOrContact } });
    const contacts = answer.contacts.filter(
      (each) => campaign === undefined || each.campaignId === campaign || each.campaign === campaign,
    );
    const appointments = answer.appointments.filter(
      ({ programme, programmeId }) => campaign === undefined || programme === campaign || programmeId === campaign,
    );
    if (contacts.length + appointments.length + answer.suppressions.length === 0) {
      throw new CliError('unknown_phone', `No list holds ${phoneOrContact}.`, {
        repair: 'Write it in full, like +12025550123. A row that was set aside is in: outdial imports problems',
      });
    }
    const no = answer.suppressions.map(({ phone, source, list, purpose, channel, createdAt }) => {
      const scope = [purpose, channel].filter((part) => part !== '').join(', ');
      const origin = list === null ? `by ${source}` : `on the list ${oneLine(list)}`;
      return `Said no: ${phone} ${origin}, ${instant(createdAt)}${scope === '' ? '' : ` (to ${scope})`}.`;
    });
    return {
      data: { ...answer, contacts, appointments },
      text: [...appointments.map(appointmentText), ...contacts.map(explanationText), ...no].join('\n\n'),
    };
  },
});

/** Its steps, also those that have no message to ask about. */
function appointmentText({ programme, externalId, phone, state, says, steps }: Appointment): string {
  const rows = table(steps, [
    { title: '  step', value: ({ key }) => `  ${key}` },
    { title: 'by', value: ({ channel }) => channel },
    { title: 'what', value: ({ status }) => status },
    { title: 'why', value: ({ why }) => why },
    { title: 'contact', value: ({ contactId }) => (contactId === null ? '' : String(contactId)) },
    { title: 'one message with', value: ({ sharedWith }) => sharedWith.join(', ') },
  ]);
  return [oneLine(`${phone}, appointment ${externalId} of programme "${programme}", ${says}: ${state}`), rows].join(
    '\n',
  );
}

function explanationText(explained: Explanation): string {
  const { campaignId, campaign, reminder } = explained;
  const named = campaign === null ? '' : ` "${campaign}"`;
  const ofCampaign = campaignId === null ? 'no campaign' : `campaign${named} ${campaignId}`;
  const where = oneLine(reminder === null ? ofCampaign : reminder.says);
  const next = explained.nextAt === null ? '' : ` Next: ${instant(explained.nextAt)}.`;
  const rules = table(explained.rules, [
    { title: '  rule', value: ({ rule }) => `  ${rule.replaceAll('_', ' ')}` },
    { title: 'verdict', value: ({ verdict }) => VERDICT_WORDS[verdict] },
    { title: 'evidence', value: ({ evidence }) => evidence },
    { title: 'changes', value: changeWords },
    { title: 'version', value: ({ version }) => version },
  ]);
  return [
    `${explained.phone}, contact ${explained.contactId}, ${where}`,
    `  ${instant(explained.at)}: ${explained.verdict.replaceAll('_', ' ').toUpperCase()}. ${oneLine(explained.message)}${next}`,
    rules,
  ].join('\n');
}

const changeWords = ({ nextChangeAt, whatWouldChange }: Rule): string =>
  [instant(nextChangeAt), whatWouldChange ?? ''].filter((part) => part !== '').join(' ');
