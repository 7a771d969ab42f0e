import { z } from 'zod';
import { phoneArgument } from '../../parse/phone.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { amount, instant } from '../../print/amounts.ts';
import { fields, oneLine, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

type History = z.output<(typeof API.getContact)['response']>;

export const contactVerbs = [
  verb('list', 'contacts of all campaigns or of one', {
    flags: [
      { flags: '--campaign <id>', help: 'of one campaign' },
      { flags: '--state <state>', help: 'ready, waiting, in_flight, reached, exhausted, failed, suppressed, ...' },
      { flags: '--phone <phone>', help: 'of one number' },
      { flags: '--external-id <id>', help: 'by the id of your own list' },
      { flags: '--q <text>', help: 'a part of the name, an external id, a number or its last 3 or 4 digits' },
      { flags: '--outcome <outcome>', help: 'how the last attempt ended: busy, no_answer, answered, ...' },
      { flags: '--sort <by>', help: 'list (default), name, state, next, attempts or changed; of one campaign' },
      { flags: '--direction <way>', help: 'asc or desc' },
      ...PAGE_FLAGS,
    ],
    input: z.object({
      campaign: z.string().optional(),
      state: z.string().optional(),
      phone: phoneArgument.optional(),
      externalId: z.string().optional(),
      q: z.string().optional(),
      outcome: z.string().optional(),
      sort: z.string().optional(),
      direction: z.string().optional(),
      ...pageInput,
    }),
    run: async ({ campaign, ...rest }, { api }) => {
      const answer = await api().call(API.listContacts, { query: { campaignId: campaign, ...rest } });
      const text = table(answer.items, [
        { title: 'id', value: ({ id }) => id, right: true },
        { title: 'phone', value: ({ phone }) => phone },
        { title: 'name', value: ({ name }) => name },
        { title: 'state', value: ({ state }) => state },
        { title: 'reason', value: ({ reason }) => reason },
        { title: 'dials', value: ({ attemptsMade }) => attemptsMade, right: true },
        { title: 'last', value: ({ lastOutcome }) => lastOutcome },
        { title: 'next', value: ({ nextAttemptAt }) => instant(nextAttemptAt) },
        { title: 'zones', value: ({ zones }) => zones.join(' ') },
      ]);
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('show <contact>', 'the whole history of a contact: attempts, facts, ledger lines, what comes next', {
    input: z.object({ contact: wholeNumber }),
    run: async (input, { api }) => {
      const answer = await api().call(API.getContact, { params: { contactId: input.contact } });
      return { data: answer, text: historyText(answer) };
    },
  }),
];

function historyText(contact: History): string {
  const head = fields({
    contact: contact.id,
    phone: contact.phone,
    name: contact.name,
    'external id': contact.externalId,
    zones: contact.zones.join(', ') || 'none known',
    state: contact.state,
    reason: contact.reason,
    campaign: contact.campaignId,
    list: `${contact.importId}, row ${contact.rowNumber}`,
    ...contact.variables,
  });
  const attempts = contact.attempts.map((attempt) => {
    const lines = [
      `${instant(attempt.sentAt ?? attempt.createdAt)}  ${attempt.channel} ${attempt.ordinal}: ${attempt.state}` +
        ` ${attempt.outcome ?? attempt.reason ?? ''}${attempt.talkSeconds === null ? '' : `, ${attempt.talkSeconds} s`}`,
      ...(attempt.rendered?.text === undefined ? [] : [`  text: ${oneLine(attempt.rendered.text)}`]),
      ...attempt.events.map(
        ({ receivedAt, source, fact }) => `  ${instant(receivedAt)}  ${source}: ${oneLine(JSON.stringify(fact))}`,
      ),
      ...attempt.money.map(
        ({ at, kind, micros, note }) => `  ${instant(at)}  ${kind} ${amount(micros)} ${oneLine(note)}`,
      ),
      ...(attempt.transcript?.turns ?? []).map(({ role, text }) => `  ${role}: ${oneLine(text)}`),
    ];
    return lines.map((line) => line.trimEnd()).join('\n');
  });
  const due = contact.due.map(
    ({ channel, tryAt, closesAt }) => `Next: ${channel} from ${instant(tryAt)}, before ${instant(closesAt)}`,
  );
  const no = contact.suppressions.map(
    ({ source, createdAt, liftedAt }) =>
      `Said no: by ${source}, ${instant(createdAt)}${liftedAt === null ? '' : `, lifted ${instant(liftedAt)}`}`,
  );
  return [head, ...attempts, [...due, ...no].join('\n')].filter((part) => part !== '').join('\n\n');
}
