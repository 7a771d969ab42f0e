import { z } from 'zod';
import type { reminderLoad } from '../../../api/schemas/reminder-lists.ts';
import { count } from '../../print/amounts.ts';
import { bar } from '../../print/live-lines.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';

type Load = z.output<typeof reminderLoad>;

const BAR_WIDTH = 20;

export const loadVerb = verb('load', 'reminders that are planned in each hour of seven days, against what fits', {
  flags: [
    { flags: '--programme <programme>', help: 'of one programme, by id or name' },
    { flags: '--zone <zone>', help: 'hours as they are there, like Europe/Berlin (default: UTC)' },
  ],
  input: z.object({ programme: z.string().optional(), zone: z.string().optional() }),
  run: async (query, { api }) => {
    const answer = await api().call(API.reminderLoad, { query });
    return { data: answer, text: loadText(answer) };
  },
});

function loadText({ lanes, hours, zone }: Load): string {
  if (lanes.length === 0) return 'No programmes yet. Make one: outdial programmes create';
  const warnings = hours.flatMap(({ warning }) => (warning === null ? [] : [`Warning: ${warning}`]));
  const capacity = table(lanes, [
    { title: 'account', value: ({ account }) => account },
    { title: 'channel', value: ({ channel }) => channel },
    { title: 'planned', value: ({ planned }) => count(planned), right: true },
    { title: 'an hour', value: ({ perHour }) => (perHour === null ? 'no limit' : count(perHour)), right: true },
    { title: 'by', value: limitWords },
  ]);
  const planned = table(
    hours.filter(({ calls, texts }) => calls + texts > 0),
    [
      { title: `hour (${zone})`, value: ({ local }) => local.replace('T', ' ') },
      { title: 'calls', value: ({ calls }) => count(calls), right: true },
      { title: 'texts', value: ({ texts }) => count(texts), right: true },
      {
        title: 'of what fits',
        value: ({ share }) => (share === null ? '' : `${bar(share, BAR_WIDTH)} ${percent(share)}`),
      },
    ],
    'Nothing is planned in the next seven days. Book an appointment: outdial remind',
  );
  return [warnings.join('\n'), capacity, planned].filter((part) => part !== '').join('\n\n');
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function limitWords({ limitedBy, meanCallSeconds, meanOfCalls }: Load['lanes'][number]): string {
  if (limitedBy !== 'slots') return (limitedBy ?? '').replace('_', ' ');
  return meanOfCalls === 0 ? `slots, calls of ${meanCallSeconds} s assumed` : `slots, calls of ${meanCallSeconds} s`;
}
