import { z } from 'zod';
import { instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { assignItem } from '../failures/assign-item.ts';
import { assigneeWords } from '../failures/failure-words.ts';
import { ASSIGNEE_FLAG, assigneeQuery, NOTE_FLAG, TO_FLAG } from '../find-assignee.ts';
import { campaignParams } from '../find-campaign.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

export const reviewVerbs = [
  verb('list', 'what may be a "no", or an answer that nobody understood', {
    flags: [
      { flags: '--kind <kind>', help: 'opt_out or answer' },
      { flags: '--state <state>', help: 'open (the default), confirmed or dismissed' },
      { flags: '--campaign <campaign>', help: 'of one campaign, by name or id' },
      ASSIGNEE_FLAG,
      ...PAGE_FLAGS,
    ],
    input: z.object({
      assignee: z.string().optional(),
      campaign: z.string().optional(),
      kind: z.enum(['opt_out', 'answer']).optional(),
      state: z.enum(['open', 'confirmed', 'dismissed']).optional(),
      ...pageInput,
    }),
    run: async ({ assignee, campaign, ...rest }, { api }) => {
      const of = campaign === undefined ? {} : await campaignParams(api(), campaign);
      const query = { ...rest, ...of, ...(await assigneeQuery(api(), assignee)) };
      const answer = await api().call(API.listReviews, { query });
      const text = table(
        answer.items,
        [
          { title: 'phone', value: ({ phone }) => phone },
          { title: 'kind', value: ({ kind }) => kind },
          { title: 'words', value: ({ evidence }) => evidence },
          {
            title: 'appointment',
            value: ({ appointments }) => appointments.map(({ externalId }) => externalId).join(', '),
          },
          { title: 'at', value: ({ createdAt }) => instant(createdAt) },
          { title: 'looked after by', value: ({ assignment }) => assignment && assigneeWords(assignment) },
          { title: 'decided by', value: ({ decidedBy }) => decidedBy },
          { title: 'id', value: ({ id }) => id },
        ],
        'Nothing to look at.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('confirm <review>', 'it was a "no": what holds stays', {
    flags: [{ flags: '--reason <text>', help: 'why, for the audit trail' }],
    input: z.object({ review: z.string(), reason: z.string().optional() }),
    run: async ({ review, reason }, { api }) => {
      const answer = await api().call(API.confirmReview, { params: { reviewId: review }, body: { reason } });
      return { data: answer, text: answer.already ? 'It was confirmed already.' : 'Confirmed.' };
    },
  }),
  verb('dismiss <review>', 'it was no "no": the person can be reached again', {
    flags: [{ flags: '--reason <text>', help: 'why; kept in the audit trail' }],
    input: z.object({ review: z.string(), reason: z.string() }),
    run: async ({ review, reason }, { api }) => {
      const answer = await api().call(API.dismissReview, { params: { reviewId: review }, body: { reason } });
      const text = `Dismissed. ${plural(answer.contactsReady, 'contact')} can go on.`;
      return { data: answer, text: answer.already ? 'It was dismissed already.' : text };
    },
  }),
  verb('decide <review>', 'what an answer means: its appointments are changed at once', {
    flags: [
      { flags: '--as <meaning>', help: 'confirm, cancel, reschedule, or none: it asks for nothing' },
      { flags: '--reason <text>', help: 'why, for the audit trail' },
    ],
    input: z.object({
      review: z.string(),
      as: z.enum(['confirm', 'cancel', 'reschedule', 'none']),
      reason: z.string().optional(),
    }),
    run: async ({ review, as: meaning, reason }, { api }) => {
      const body = { meaning, reason };
      const answer = await api().call(API.decideReview, { params: { reviewId: review }, body });
      const lines = answer.appointments.map(
        ({ externalId, startsAt, state }) => `${externalId} (${instant(startsAt)}): ${state}`,
      );
      const done = answer.already ? `It was decided as ${meaning} already.` : `Decided: ${meaning}.`;
      return { data: answer, text: [done, ...lines].join('\n') };
    },
  }),
  verb('assign <review>', 'say who looks after it', {
    flags: [TO_FLAG, NOTE_FLAG],
    input: z.object({ review: z.string(), to: z.string(), note: z.string().optional() }),
    run: async ({ review, to, note }, { api }) => await assignItem(api(), { reviewIds: [review] }, to, note),
  }),
  verb('unassign <review>', 'nobody looks after it any more', {
    input: z.object({ review: z.string() }),
    run: async ({ review }, { api }) => await assignItem(api(), { reviewIds: [review] }),
  }),
];
