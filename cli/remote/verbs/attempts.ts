import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { amount, instant } from '../../print/amounts.ts';
import { fields, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { assignItem } from '../failures/assign-item.ts';
import { assigneeWords } from '../failures/failure-words.ts';
import { ASSIGNEE_FLAG, assigneeQuery, NOTE_FLAG, TO_FLAG } from '../find-assignee.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

type Attempt = z.output<(typeof API.getAttempt)['response']>;

export const attemptVerbs = [
  verb('list', 'dials and texts, newest first; --state PARKED lists what waits for a person', {
    flags: [
      { flags: '--campaign <id>', help: 'of one campaign' },
      { flags: '--contact <id>', help: 'of one contact' },
      { flags: '--state <state>', help: 'INTENT, SENDING, ACCEPTED, UNKNOWN, PARKED, REFUSED, VOID, ENDED, DISPOSED' },
      { flags: '--outcome <outcome>', help: 'answered, busy, no_answer, ...' },
      ASSIGNEE_FLAG,
      ...PAGE_FLAGS,
    ],
    input: z.object({
      campaign: z.string().optional(),
      contact: z.string().optional(),
      state: z.string().optional(),
      outcome: z.string().optional(),
      assignee: z.string().optional(),
      ...pageInput,
    }),
    run: async ({ campaign, contact, state, assignee, ...rest }, { api }) => {
      const asked = { campaignId: campaign, contactId: contact, state: state?.toUpperCase(), ...rest };
      const query = { ...asked, ...(await assigneeQuery(api(), assignee)) };
      const answer = await api().call(API.listAttempts, { query });
      return { data: answer, text: withMore(attemptTable(answer.items), answer.nextCursor) };
    },
  }),
  verb('show <attempt>', 'everything stored about one', {
    input: z.object({ attempt: z.string() }),
    run: async (input, { api }) => {
      const answer = await api().call(API.getAttempt, { params: { attemptId: input.attempt } });
      return { data: answer, text: attemptFields(answer) };
    },
  }),
  verb('resolve <attempt>', 'say what became of a parked attempt, once you have looked at the provider', {
    flags: [
      { flags: '--dialled', help: 'the call or text was made' },
      { flags: '--not-dialled', help: 'it was not: the person may be dialled again' },
      { flags: '--reason <text>', help: 'how you know; kept in the audit trail' },
    ],
    input: z.object({
      attempt: z.string(),
      dialled: z.boolean().optional(),
      notDialled: z.boolean().optional(),
      reason: z.string(),
    }),
    run: async (input, { api }) => {
      if ((input.dialled === true) === (input.notDialled === true)) throw usageError('Give --dialled or --not-dialled');
      const body = { dialled: input.dialled === true, reason: input.reason };
      const answer = await api().call(API.resolveAttempt, { params: { attemptId: input.attempt }, body });
      return { data: answer, text: 'Accepted: it takes effect in a moment.' };
    },
  }),
  verb('assign <attempt>', 'say who looks after a parked attempt', {
    flags: [TO_FLAG, NOTE_FLAG],
    input: z.object({ attempt: z.string(), to: z.string(), note: z.string().optional() }),
    run: async ({ attempt, to, note }, { api }) => await assignItem(api(), { attemptIds: [attempt] }, to, note),
  }),
  verb('unassign <attempt>', 'nobody looks after it any more', {
    input: z.object({ attempt: z.string() }),
    run: async ({ attempt }, { api }) => await assignItem(api(), { attemptIds: [attempt] }),
  }),
];

export function attemptTable(attempts: readonly Attempt[]): string {
  return table<Attempt>(attempts, [
    { title: 'at', value: ({ sentAt, createdAt }) => instant(sentAt ?? createdAt) },
    { title: 'channel', value: ({ channel }) => channel },
    { title: 'phone', value: ({ phone }) => phone },
    { title: 'try', value: ({ ordinal }) => ordinal, right: true },
    { title: 'state', value: ({ state }) => state },
    { title: 'outcome', value: ({ outcome, reason }) => outcome ?? reason },
    { title: 'talk', value: ({ talkSeconds }) => (talkSeconds === null ? '' : `${talkSeconds} s`), right: true },
    { title: 'cost', value: costWords, right: true },
    { title: 'contact', value: ({ contactId }) => contactId, right: true },
    { title: 'looked after by', value: ({ assignment }) => assignment && assigneeWords(assignment) },
    { title: 'id', value: ({ id }) => id },
  ]);
}

const costWords = ({ costMicros, costPresumed }: Attempt): string =>
  costMicros === null ? '' : `${amount(costMicros)}${costPresumed ? ' (presumed)' : ''}`;

function attemptFields(attempt: Attempt): string {
  return fields({
    attempt: attempt.id,
    state: attempt.state,
    reason: attempt.reason,
    outcome: attempt.outcome,
    channel: attempt.channel,
    phone: attempt.phone,
    contact: attempt.contactId,
    campaign: attempt.campaignId,
    try: `${attempt.ordinal} of step ${attempt.step}`,
    'looked after by': attempt.assignment && assigneeWords(attempt.assignment),
    'provider id': attempt.providerRef,
    'provider says': attempt.providerReason,
    talk: attempt.talkSeconds === null ? null : `${attempt.talkSeconds} s`,
    held: amount(attempt.holdMicros),
    cost: costWords(attempt),
    planned: instant(attempt.createdAt),
    sent: instant(attempt.sentAt),
    accepted: instant(attempt.acceptedAt),
    ended: instant(attempt.endedAt),
    disposed: instant(attempt.disposedAt),
  });
}
