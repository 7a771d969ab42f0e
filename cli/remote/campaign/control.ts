import { z } from 'zod';
import { campaignParams } from '../find-campaign.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { amount, count, instant, plural } from '../../print/amounts.ts';
import { fields, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { DOWNLOAD_FLAG, downloadTo } from '../download.ts';
import { API, DOWNLOADS } from '../endpoints.ts';
import { inFlightWords } from '../in-flight.ts';
import { warn } from '../warn.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';
import { progressLines } from './progress-lines.ts';
import { watch } from './watch.ts';

const campaign = z.string();
const text = z.string().optional();
const reason = text;
const REASON_FLAG = { flags: '--reason <text>', help: 'shown to others, and kept in the audit trail' } as const;

export const controlVerbs = [
  verb('launch <campaign>', 'begin to dial', {
    flags: [
      { flags: '--watch', help: 'and show its progress' },
      { flags: '--undo-seconds <seconds>', help: 'nothing begins for so long, so that undo-launch can take it back' },
    ],
    input: z.object({ campaign, watch: z.boolean().optional(), undoSeconds: wholeNumber.optional() }),
    run: async (input, context) => {
      const params = await campaignParams(context.api(), input.campaign);
      const { undoSeconds } = input;
      const body = undoSeconds === undefined ? undefined : { undoSeconds };
      const answer = await context.api().call(API.launch, { params, body });
      warn(context, answer.warnings);
      if (input.watch) return await watch(params.campaignId, context);
      const start = answer.startsAt === null ? '' : ` Nothing goes out before ${instant(answer.startsAt)}.`;
      const text = `Launched: ${plural(answer.contacts, 'contact')}.${start}\nWatch it: outdial campaign watch ${params.campaignId}`;
      return { data: answer, text };
    },
  }),
  verb('undo-launch <campaign>', 'take a launch back, while nothing of it has begun', {
    input: z.object({ campaign }),
    run: async (input, { api }) => {
      const answer = await api().call(API.undoLaunch, { params: await campaignParams(api(), input.campaign) });
      return { data: answer, text: 'Taken back: it is a draft again, and nobody was dialled.' };
    },
  }),
  verb('pause <campaign>', 'no request begins later than 2 s after the answer', {
    flags: [REASON_FLAG],
    input: z.object({ campaign, reason }),
    run: async (input, { api }) => {
      const call = { params: await campaignParams(api(), input.campaign), body: { reason: input.reason } };
      const answer = await api().call(API.pause, call);
      return { data: answer, text: `Paused. ${inFlightWords(answer)}` };
    },
  }),
  verb('resume <campaign>', 'go on after a pause', {
    input: z.object({ campaign }),
    run: async (input, { api }) => {
      const answer = await api().call(API.resume, { params: await campaignParams(api(), input.campaign) });
      return { data: answer, text: 'Dialing goes on.' };
    },
  }),
  verb('cancel <campaign>', 'end it for good: whoever waits is never dialled by it', {
    flags: [REASON_FLAG, YES_FLAG],
    input: z.object({ campaign, reason, yes: z.boolean().optional() }),
    run: async (input, context) => {
      await confirm(context, input.yes, 'End this campaign for good?');
      const call = { params: await campaignParams(context.api(), input.campaign), body: { reason: input.reason } };
      const answer = await context.api().call(API.cancel, call);
      return { data: answer, text: `Cancelled. ${inFlightWords(answer)}` };
    },
  }),
  verb('list', 'campaigns, newest first', {
    flags: [
      { flags: '--state <state>', help: 'draft, running, paused, cancelled or completed' },
      { flags: '--q <text>', help: 'a part of the name' },
      { flags: '--sort <by>', help: 'created, name, contacts, spent or launched' },
      { flags: '--direction <way>', help: 'asc or desc' },
      ...PAGE_FLAGS,
    ],
    input: z.object({ state: text, q: text, sort: text, direction: text, ...pageInput }),
    run: async (input, { api }) => {
      const answer = await api().call(API.listCampaigns, { query: input });
      const text = table(
        answer.items,
        [
          { title: 'name', value: ({ name }) => name },
          { title: 'state', value: ({ state }) => state },
          { title: 'done', value: (row) => `${count(row.contactsDone)}/${count(row.contacts)}`, right: true },
          { title: 'launched', value: ({ launchedAt }) => instant(launchedAt) },
          { title: 'waits for', value: (row) => row.pausedReason ?? row.blockedReason },
          { title: 'id', value: ({ id }) => id },
        ],
        'No campaign.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('show <campaign>', 'its settings and lists', {
    input: z.object({ campaign }),
    run: async (input, { api }) => {
      const answer = await api().call(API.getCampaign, { params: await campaignParams(api(), input.campaign) });
      const text = fields({
        name: answer.name,
        id: answer.id,
        state: answer.state,
        contacts: `${count(answer.contactsDone)} of ${count(answer.contacts)} done`,
        paused: answer.pausedReason,
        'waits for': answer.blockedReason,
        created: `${instant(answer.createdAt)} by ${answer.createdBy}`,
        launched: instant(answer.launchedAt),
        ended: instant(answer.endedAt),
        purpose: answer.settings.purpose,
        'starts at': instant(answer.settings.startsAt),
        'ends at': instant(answer.settings.endsAt),
        lists: answer.imports.map((list) => `${list.fileName} (${count(list.acceptedRows)})`).join(', ') || 'none',
      });
      return { data: answer, text: `${text}\n\nsettings:\n${JSON.stringify(answer.settings, undefined, 2)}` };
    },
  }),
  verb('progress <campaign>', 'where it stands now', {
    input: z.object({ campaign }),
    run: async (input, { api, io }) => {
      const answer = await api().call(API.progress, { params: await campaignParams(api(), input.campaign) });
      return { data: answer, text: progressLines(answer, io.columns).join('\n') };
    },
  }),
  verb('estimate <campaign>', 'what it may cost', {
    input: z.object({ campaign }),
    run: async (input, { api }) => {
      const answer = await api().call(API.estimate, { params: await campaignParams(api(), input.campaign) });
      const text = fields({
        contacts: count(answer.contacts),
        'not dialled': count(answer.notDialled),
        'one round at most': amount(answer.oneRoundMicros),
        'all attempts at most': amount(answer.worstCaseMicros),
        'one hold': amount(answer.firstHoldMicros),
      });
      return { data: answer, text };
    },
  }),
  verb('export <campaign>', 'every contact with what became of it, the never-dialled too, as CSV', {
    flags: [DOWNLOAD_FLAG],
    input: z.object({ campaign, out: z.string().default('-') }),
    run: async (input, context) =>
      downloadTo(input.out, context, DOWNLOADS.campaign, await campaignParams(context.api(), input.campaign)),
  }),
  verb('add-list <campaign> <import>', 'give it another list, also while it runs', {
    input: z.object({ campaign, import: z.string() }),
    run: async (input, context) => {
      const call = { params: await campaignParams(context.api(), input.campaign), body: { importId: input.import } };
      const answer = await context.api().call(API.attachImport, call);
      warn(context, answer.warnings);
      return { data: answer, text: 'Added.' };
    },
  }),
];
