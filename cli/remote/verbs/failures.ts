import { z } from 'zod';
import { instantIn } from '../../../api/schemas/common.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import type { ApiClient } from '../api-client.ts';
import { DOWNLOAD_FLAG, downloadTo } from '../download.ts';
import { assignVerbs } from '../failures/assign-verbs.ts';
import { bulkVerbs, snoozeVerbs } from '../failures/bulk-verbs.ts';
import { FAILED_CONTACTS_CSV, FAILURES } from '../failures/endpoints.ts';
import { detailText, groupsText } from '../failures/failure-words.ts';
import { ASSIGNEE_FLAG, assigneeQuery } from '../find-assignee.ts';
import { findNumberId } from '../find-by-name.ts';
import { campaignParams } from '../find-campaign.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

const CAMPAIGN_FLAG = { flags: '--campaign <campaign>', help: 'of one campaign, by name or id' } as const;
const campaign = z.string().optional();

const ofCampaign = async (api: ApiClient, nameOrId: string | undefined) =>
  nameOrId === undefined ? {} : await campaignParams(api, nameOrId);

/** Which contacts of a cause are listed. */
const LIST_FLAGS = [
  CAMPAIGN_FLAG,
  { flags: '--number <number>', help: 'last tried from this number of ours, by id or like +12025550100' },
  { flags: '--prefix <digits>', help: 'whose number begins so, like 1212' },
  { flags: '--country <code>', help: 'whose number is of this country, like US' },
  { flags: '--code <code>', help: 'the code that the provider gave' },
  { flags: '--from <instant>', help: 'ended at or after' },
  { flags: '--to <instant>', help: 'ended before' },
  { flags: '--resolved', help: 'those that were declared done with' },
] as const;
const listInput = {
  campaign,
  number: z.string().optional(),
  prefix: z.string().optional(),
  country: z.string().optional(),
  code: z.string().optional(),
  from: instantIn.optional(),
  to: instantIn.optional(),
  resolved: z.boolean().optional(),
};

async function queryOf(input: z.output<z.ZodObject<typeof listInput>>, api: ApiClient) {
  const { campaign: nameOrId, number, ...rest } = input;
  const numberId = number === undefined ? undefined : await findNumberId(api, number);
  return { ...(await ofCampaign(api, nameOrId)), ...rest, numberId };
}

const readVerbs = [
  verb('list', 'what failed, by cause, and what may be done about it', {
    byDefault: true,
    flags: [CAMPAIGN_FLAG, { flags: '--snoozed', help: 'also what is snoozed' }, ASSIGNEE_FLAG],
    input: z.object({ campaign, snoozed: z.boolean().optional(), assignee: z.string().optional() }),
    run: async (input, { api }) => {
      const query = {
        ...(await ofCampaign(api(), input.campaign)),
        snoozed: input.snoozed,
        ...(await assigneeQuery(api(), input.assignee)),
      };
      const answer = await api().call(FAILURES.list, { query });
      return { data: answer, text: groupsText(answer) };
    },
  }),
  verb('show <cause>', 'one cause: what it means, where it comes from, what stands out', {
    flags: [CAMPAIGN_FLAG],
    input: z.object({ cause: z.string(), campaign }),
    run: async (input, { api }) => {
      const query = await ofCampaign(api(), input.campaign);
      const answer = await api().call(FAILURES.show, { params: { cause: input.cause }, query });
      return { data: answer, text: detailText(answer) };
    },
  }),
  verb('contacts <cause>', 'who ended so', {
    flags: [...LIST_FLAGS, ...PAGE_FLAGS],
    input: z.object({ cause: z.string(), ...listInput, ...pageInput }),
    run: async ({ cause, limit, cursor, ...input }, { api }) => {
      const query = { ...(await queryOf(input, api())), limit, cursor };
      const answer = await api().call(FAILURES.contacts, { params: { cause }, query });
      const text = table(
        answer.items,
        [
          { title: 'ended', value: ({ endedAt }) => instant(endedAt) },
          { title: 'phone', value: ({ phone }) => phone },
          { title: 'name', value: ({ name }) => name },
          { title: 'dials', value: ({ attempts }) => attempts, right: true },
          { title: 'the provider said', value: ({ providerReason }) => providerReason },
          { title: 'campaign', value: ({ campaignName }) => campaignName },
          { title: 'resolved', value: ({ resolution }) => resolution?.reason },
          { title: 'contact', value: ({ contactId }) => contactId, right: true },
        ],
        answer.nextCursor === null ? 'Nobody.' : 'Nobody so far.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('export <cause>', 'all of them as CSV', {
    flags: [...LIST_FLAGS, DOWNLOAD_FLAG],
    input: z.object({ cause: z.string(), ...listInput, out: z.string().default('-') }),
    run: async ({ cause, out, ...input }, context) =>
      await downloadTo(out, context, FAILED_CONTACTS_CSV, { cause }, await queryOf(input, context.api())),
  }),
];

const stuckVerb = verb('stuck', 'calls and texts that should have said something by now', {
  flags: [
    CAMPAIGN_FLAG,
    { flags: '--minutes <count>', help: 'silent for so many, in place of what each may rightly be' },
    { flags: '--reconcile', help: 'have the provider asked about them at once' },
    ...PAGE_FLAGS,
  ],
  input: z.object({
    campaign,
    minutes: wholeNumber.optional(),
    reconcile: z.boolean().optional(),
    ...pageInput,
  }),
  run: async ({ campaign: nameOrId, minutes, reconcile, ...rest }, { api }) => {
    const which = { ...(await ofCampaign(api(), nameOrId)), minutes };
    if (reconcile) {
      const answer = await api().call(FAILURES.reconcile, { body: which });
      const asked = `The provider is asked about ${plural(answer.asked, 'call or text', 'calls and texts')}.`;
      return { data: answer, text: answer.asked === 0 ? 'Nothing is stuck.' : asked };
    }
    const answer = await api().call(FAILURES.stuck, { query: { ...which, ...rest } });
    const text = table(
      answer.items,
      [
        { title: 'silent since', value: ({ lastEventAt }) => instant(lastEventAt) },
        { title: 'state', value: ({ state }) => state },
        { title: 'channel', value: ({ channel }) => channel },
        { title: 'phone', value: ({ phone }) => phone },
        { title: 'campaign', value: ({ campaignName }) => campaignName },
        { title: 'asked', value: ({ asked }) => asked, right: true },
        { title: 'next asked', value: ({ nextAskAt }) => instant(nextAskAt) },
        { title: 'attempt', value: ({ attemptId }) => attemptId },
      ],
      'Nothing is stuck.',
    );
    const more = answer.count === 0 ? '' : '\nTo have the provider asked at once: outdial failures stuck --reconcile';
    return { data: answer, text: withMore(`${text}${more}`, answer.nextCursor) };
  },
});

export const failureVerbs = [...readVerbs, ...bulkVerbs, ...snoozeVerbs, ...assignVerbs, stuckVerb];
