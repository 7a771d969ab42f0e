import { z } from 'zod';
import type { schedule } from '../../../api/schemas/schedules.ts';
import { CliError, usageError } from '../../cli-error.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { isUuid } from '../../parse/uuid.ts';
import { instant } from '../../print/amounts.ts';
import { fields, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import type { ApiClient } from '../api-client.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { findCampaignId } from '../find-campaign.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

type Schedule = z.output<typeof schedule>;

/** Names are looked for among so many of the newest. */
const PAGE = 500;

const one = z.string();
const reason = z.string().optional();
const REASON_FLAG = { flags: '--reason <text>', help: 'kept in the audit trail' } as const;
const FLAGS = [
  { flags: '--rule <rule>', help: '"every 2nd Tuesday 09:30", or RRULE' },
  { flags: '--first <time>', help: 'where it begins: 2026-12-08T09:30, or a date (default today)' },
  { flags: '--zone <zone>', help: 'whose clock counts, like America/Chicago' },
  { flags: '--overlap <what>', help: 'while the last one runs: skip, buffer_one (one waits) or allow (default skip)' },
  { flags: '--catch-up <minutes>', help: 'a start that was missed is made up for within this (default 10)' },
  { flags: '--jitter <seconds>', help: 'put each start off by a random part of this (default 0)' },
  { flags: '--except <date>', help: 'a local date on which it does not start; may be repeated', many: true },
] as const;
const input = {
  rule: z.string().optional(),
  first: z.string().optional(),
  zone: z.string().optional(),
  overlap: z.enum(['skip', 'buffer_one', 'allow']).optional(),
  catchUp: wholeNumber.optional(),
  jitter: wholeNumber.optional(),
  except: z.array(z.string()).optional(),
};

const draftOf = (said: z.output<z.ZodObject<typeof input>>) => ({
  rule: said.rule,
  first: said.first,
  zone: said.zone,
  overlap: said.overlap,
  catchUpMinutes: said.catchUp,
  jitterSeconds: said.jitter,
  exclusions: said.except,
});

export const scheduleVerbs = [
  verb('create <campaign>', 'start copies of a campaign again and again, with its settings and lists of then', {
    flags: [
      { flags: '--name <name>', help: 'how its campaigns are called, each with its day' },
      ...FLAGS,
      { flags: '--dry-run', help: 'only say what was understood and when it would start' },
    ],
    help: `Example:
  outdial schedules create "June recall" --name Recall --rule "every 2nd Tuesday 09:30" --zone America/Chicago`,
    input: z.object({ campaign: z.string(), name: z.string().optional(), dryRun: z.boolean().optional(), ...input }),
    run: async (said, { api }) => {
      const { rule, zone, ...rest } = draftOf(said);
      if (rule === undefined) throw usageError('--rule is missing, like "every Monday 09:30"');
      if (zone === undefined) throw usageError('--zone is missing, like America/Chicago');
      const campaignId = await findCampaignId(api(), said.campaign);
      const body = { name: said.name ?? said.campaign, campaignId, rule, zone, ...rest };
      if (said.dryRun) {
        const preview = await api().call(API.previewSchedule, { query: { dryRun: true }, body });
        const text = `${preview.words} (${preview.zone})\n\n${nextTable(preview.next, 'No time is left.')}\n\nNothing was made.`;
        return { data: preview, text };
      }
      const answer = await api().call(API.createSchedule, { body });
      return { data: answer, text: `Made: ${answer.id}\n\n${words(answer)}` };
    },
  }),
  verb('list', 'campaigns that recur', {
    flags: [{ flags: '--state <state>', help: 'active, paused or removed' }, ...PAGE_FLAGS],
    input: z.object({ state: z.string().optional(), ...pageInput }),
    run: async (said, { api }) => {
      const answer = await api().call(API.listSchedules, { query: said });
      const text = table(
        answer.items,
        [
          { title: 'name', value: ({ name }) => name },
          { title: 'state', value: ({ state }) => state },
          { title: 'when', value: (row) => `${row.words} (${row.zone})` },
          { title: 'next', value: ({ next }) => localWords(next[0]?.local) },
          { title: 'last', value: ({ starts }) => startWords(starts[0]) },
          { title: 'id', value: ({ id }) => id },
        ],
        'No campaign recurs.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('show <schedule>', 'its next five starts in local time, and its last ones', {
    input: z.object({ schedule: one }),
    run: async (said, { api }) => {
      const answer = await api().call(API.getSchedule, { params: await paramsOf(api(), said.schedule) });
      return { data: answer, text: words(answer) };
    },
  }),
  verb('change <schedule>', 'change what is named; everything else stays', {
    flags: [
      { flags: '--name <name>', help: 'another name' },
      { flags: '--campaign <campaign>', help: 'copy another campaign from now on' },
      ...FLAGS,
    ],
    input: z.object({ schedule: one, name: z.string().optional(), campaign: z.string().optional(), ...input }),
    run: async (said, { api }) => {
      const campaignId = said.campaign === undefined ? undefined : await findCampaignId(api(), said.campaign);
      const body = { name: said.name, campaignId, ...draftOf(said) };
      if (Object.values(body).every((value) => value === undefined)) throw usageError('say what to change');
      const answer = await api().call(API.changeSchedule, { params: await paramsOf(api(), said.schedule), body });
      return { data: answer, text: words(answer) };
    },
  }),
  verb('pause <schedule>', 'no start any more until it is resumed; campaigns that run go on', {
    flags: [REASON_FLAG],
    input: z.object({ schedule: one, reason }),
    run: async (said, { api }) => {
      const call = { params: await paramsOf(api(), said.schedule), body: { reason: said.reason } };
      return { data: await api().call(API.pauseSchedule, call), text: 'Paused.' };
    },
  }),
  verb('resume <schedule>', 'go on; what was due meanwhile is not made up for', {
    input: z.object({ schedule: one }),
    run: async (said, { api }) => {
      const call = { params: await paramsOf(api(), said.schedule), body: {} };
      const answer = await api().call(API.resumeSchedule, call);
      return {
        data: answer,
        text: `It goes on. Next: ${localWords(answer.next[0]?.local) || 'never'} (${answer.zone})`,
      };
    },
  }),
  verb('remove <schedule>', 'for good; what it started stays', {
    flags: [REASON_FLAG, YES_FLAG],
    input: z.object({ schedule: one, reason, yes: z.boolean().optional() }),
    run: async (said, context) => {
      await confirm(context, said.yes, 'Never start it again?');
      const api = context.api();
      const call = { params: await paramsOf(api, said.schedule), body: { reason: said.reason } };
      return { data: await api.call(API.removeSchedule, call), text: 'Removed. Campaigns that it started stay.' };
    },
  }),
];

/** By its id, or by its name where only one has it. Throws CliError. */
async function paramsOf(api: ApiClient, nameOrId: string): Promise<{ scheduleId: string }> {
  if (isUuid(nameOrId)) return { scheduleId: nameOrId };
  const { items } = await api.call(API.listSchedules, { query: { limit: PAGE } });
  const [first, second] = items.filter(({ name }) => name === nameOrId);
  if (first && !second) return { scheduleId: first.id };
  throw first
    ? new CliError('schedule_ambiguous', `Several recurring campaigns are called "${nameOrId}".`, {
        repair: 'Give its id: outdial schedules list',
      })
    : new CliError('unknown_schedule', `No recurring campaign is called "${nameOrId}".`, {
        repair: 'See "outdial schedules list", or give its id.',
      });
}

const NOTES = { gap: 'clocks jump over its time that day', fold: 'its time comes twice that day; this is the first' };

const nextTable = (next: Schedule['next'], none: string): string =>
  table(
    next,
    [
      { title: 'next', value: ({ local }) => localWords(local) },
      { title: 'UTC', value: ({ at }) => instant(at) },
      { title: '', value: ({ note }) => (note === null ? '' : NOTES[note]) },
    ],
    none,
  );

function words(answer: Schedule): string {
  const head = fields({
    name: answer.name,
    id: answer.id,
    state: answer.state + (answer.synced ? '' : ' (the scheduler is still to be told)'),
    copies: `${answer.campaignName} (${answer.campaignId})`,
    when: `${answer.words} (${answer.zone})`,
    overlap: answer.overlap,
    'catch-up': `${answer.catchUpMinutes} min`,
    jitter: answer.jitterSeconds === 0 ? null : `${answer.jitterSeconds} s`,
    except: answer.exclusions.join(', '),
  });
  const next = nextTable(answer.next, answer.state === 'active' ? 'No time is left.' : 'Nothing is going to start.');
  const starts = table(
    answer.starts,
    [
      { title: 'last', value: ({ local }) => localWords(local) },
      { title: 'what', value: startWords },
      { title: 'campaign', value: ({ campaignId }) => campaignId },
    ],
    'Nothing was started yet.',
  );
  return [head, next, starts].join('\n\n');
}

/** `2026-12-08T09:30` -> `Tue 2026-12-08 09:30` */
function localWords(local: string | undefined): string {
  if (local === undefined) return '';
  const weekday = new Date(`${local}Z`).toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' });
  return `${weekday} ${local.replace('T', ' ')}`;
}

function startWords(start: Schedule['starts'][number] | undefined): string {
  if (start === undefined) return '';
  const why = start.reason ?? start.campaignState;
  return why === null ? start.state : `${start.state}: ${why}`;
}
