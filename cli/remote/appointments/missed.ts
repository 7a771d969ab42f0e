import { z } from 'zod';
import type { missedPage } from '../../../api/schemas/reminder-lists.ts';
import { instant, plural } from '../../print/amounts.ts';
import { oneLine, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

type Page = z.output<typeof missedPage>;

export const missedVerb = verb('missed', 'reminders that missed their time, and whether they can still be sent', {
  flags: [
    { flags: '--programme <programme>', help: 'of one programme, by id or name' },
    { flags: '--since <instant>', help: 'given up at or after (default: in the last seven days)' },
    { flags: '--sendable', help: 'only what can still be sent before its cut-off' },
    ...PAGE_FLAGS,
  ],
  input: z.object({
    programme: z.string().optional(),
    since: z.string().optional(),
    sendable: z.boolean().optional(),
    ...pageInput,
  }),
  run: async (query, { api }) => {
    const answer = await api().call(API.listMissed, { query });
    return { data: answer, text: withMore(missedText(answer), answer.nextCursor) };
  },
});

function missedText({ items, policies, nextCursor }: Page): string {
  const policy = policies.map(({ programme, words }) => `Policy of ${oneLine(programme)}: ${words}.`);
  if (items.length === 0) return ['No reminder has missed its time.', ...policy].join('\n');
  const rows = table(items, [
    { title: 'appointment', value: ({ appointments }) => appointments.map(({ externalId }) => externalId).join(', ') },
    { title: 'programme', value: ({ programme }) => programme },
    { title: 'step', value: ({ says }) => says },
    { title: 'phone', value: ({ phone }) => phone },
    { title: 'was due', value: ({ dueAt }) => instant(dueAt) },
    { title: 'late', value: ({ lateSeconds }) => lateWords(lateSeconds), right: true },
    { title: 'why', value: whyWords },
    {
      title: 'can be sent',
      value: ({ sendableUntil }) => (sendableUntil === null ? 'no' : `until ${instant(sendableUntil)}`),
    },
    { title: 'starts', value: ({ appointments }) => appointments[0]?.says },
  ]);
  const many =
    nextCursor === null ? plural(items.length, 'reminder') : `The latest ${plural(items.length, 'reminder')}`;
  return [
    [`${many} missed their time.`, ...policy].join('\n'),
    rows,
    'Send one all the same: outdial appointments now ID --programme NAME\nMark it skipped: outdial appointments skip ID --programme NAME',
  ].join('\n\n');
}

function whyWords({ reason, lastAttempt }: Page['items'][number]): string {
  const tried = lastAttempt?.reason ?? lastAttempt?.outcome;
  return [reason, tried].flatMap((word) => (word ? [word.replaceAll('_', ' ')] : [])).join(', last try: ');
}

function lateWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
