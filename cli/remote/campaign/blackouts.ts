import { z } from 'zod';
import type { addedBlackouts } from '../../../api/schemas/blackouts.ts';
import { count, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { campaignParams } from '../find-campaign.ts';
import { openList } from '../import/open-list.ts';
import { warn } from '../warn.ts';
import { previewWords } from './preview-words.ts';

type Added = z.output<typeof addedBlackouts>;

const campaign = z.string();

export const blackoutVerbs = [
  verb('add <campaign> <file>', 'add the days of a CSV or iCalendar file; "-" reads standard input', {
    flags: [
      { flags: '--order <dmy|mdy>', help: 'which comes first in 3/4/2027; without it such a date is refused' },
      { flags: '--dry-run', help: 'only say what it would do' },
    ],
    input: z.object({
      campaign,
      file: z.string(),
      order: z.enum(['dmy', 'mdy']).optional(),
      dryRun: z.boolean().optional(),
    }),
    run: async (input, context) => {
      const content = await readWhole(input.file, context.io.stdin);
      const isCalendar = new TextDecoder().decode(content.subarray(0, 1_000)).toUpperCase().includes('BEGIN:VCALENDAR');
      const answer = await context.api().upload(API.addBlackouts, {
        params: await campaignParams(context.api(), input.campaign),
        query: { order: input.order, dryRun: input.dryRun },
        content,
        headers: { 'content-type': isCalendar ? 'text/calendar' : 'text/csv' },
      });
      warn(context, answer.change?.warnings ?? []);
      return { data: answer, text: addedWords(answer) };
    },
  }),
  verb('list <campaign>', 'its days off', {
    input: z.object({ campaign }),
    run: async (input, { api }) => {
      const { settings } = await api().call(API.getCampaign, { params: await campaignParams(api(), input.campaign) });
      const { blackoutDates, holidays = [], skipFederalHolidays } = settings.hours;
      const calendars = [...holidays, ...(skipFederalHolidays ? ['us-federal'] : [])];
      const lines = [
        ...(blackoutDates.length === 0 ? ['No days off by date.'] : blackoutDates),
        ...(calendars.length === 0 ? [] : [`and the holidays of: ${[...new Set(calendars)].join(', ')}`]),
      ];
      return { data: { blackoutDates, holidays, skipFederalHolidays }, text: lines.join('\n') };
    },
  }),
  verb('remove <campaign> <dates...>', 'take days off back, each as YYYY-MM-DD', {
    input: z.object({ campaign, dates: z.array(z.string()) }),
    run: async (input, context) => {
      const call = { params: await campaignParams(context.api(), input.campaign), body: { dates: input.dates } };
      const answer = await context.api().call(API.removeBlackouts, call);
      warn(context, answer.change.warnings);
      return { data: answer, text: `Removed: ${answer.removed.join(', ')}. ${left(answer.blackoutDates.length)}` };
    },
  }),
];

const left = (days: number): string => `There are ${plural(days, 'day')} off.`;

function addedWords(answer: Added): string {
  const rows = [
    ...answer.added.map((day) => ({ ...day, what: answer.preview === null ? 'added' : 'would be added' })),
    ...answer.already.map((day) => ({ ...day, what: 'was there' })),
    ...answer.past.map((day) => ({ ...day, what: 'past, left out' })),
    ...answer.skipped.map(({ name, reason }) => ({ date: '', name, what: `left out: ${reason}` })),
  ];
  const columns = [
    { title: 'date', value: ({ date }: (typeof rows)[number]) => date },
    { title: 'name', value: ({ name }: (typeof rows)[number]) => name },
    { title: '', value: ({ what }: (typeof rows)[number]) => what },
  ];
  const effect =
    answer.preview !== null
      ? previewWords(answer.preview)
      : answer.change === null
        ? 'Nothing was changed.'
        : `${count(answer.change.replan.total)} of those that wait are planned again.`;
  return [table(rows, columns, 'The file has no days.'), '', left(answer.blackoutDates.length), effect].join('\n');
}

async function readWhole(file: string, stdin: Parameters<typeof openList>[1]): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await openList(file, stdin)).bytes) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}
