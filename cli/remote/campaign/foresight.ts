import { z } from 'zod';
import { amount, count, instant } from '../../print/amounts.ts';
import { oneLine, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { findCampaignId } from '../find-campaign.ts';

const campaign = z.string();

export const foresightVerbs = [
  verb('dry-run <campaign>', 'who would be dialled now, later or never if it were launched', {
    flags: [{ flags: '--at <instant>', help: 'launched at that moment, like 2027-03-01T14:00:00Z (default: now)' }],
    input: z.object({ campaign, at: z.string().optional() }),
    run: async (input, { api }) => {
      const params = { campaignId: await findCampaignId(api(), input.campaign) };
      const answer = await api().call(API.dryRun, { params, body: { at: input.at } });
      const later = table(
        answer.later,
        [
          { title: 'opens (UTC)', value: ({ at }) => instant(at) },
          { title: 'there', value: ({ label }) => label },
          { title: 'contacts', value: ({ contacts }) => count(contacts), right: true },
        ],
        '',
      );
      const never = table(
        answer.never,
        [
          { title: 'never', value: ({ reason }) => reason },
          { title: 'becomes', value: ({ state }) => state },
          { title: 'contacts', value: ({ contacts }) => count(contacts), right: true },
        ],
        '',
      );
      const cost = `One round costs at most ${amount(answer.oneRoundMicros)}. Not counted in: caps on attempts, pace and credit.`;
      const over =
        input.at !== undefined && Date.parse(input.at) < Date.parse(answer.at)
          ? 'That moment is over: this is of now.'
          : '';
      const repair = [
        ...(answer.needZone > 0 ? [`Who needs a zone: outdial review zones ${params.campaignId}`] : []),
        ...(answer.needConsent > 0
          ? [
              'Which consent somebody needs, and which is on record: outdial why +1... (after the launch, of all: outdial review consent)',
            ]
          : []),
      ].join('\n');
      const head = `If launched ${instant(answer.at)}: ${oneLine(answer.message)}`;
      return {
        data: answer,
        text: [over, head, later, never, repair, cost].filter((part) => part !== '').join('\n\n'),
      };
    },
  }),
  verb('why <campaign>', 'why its contacts wait or are finished, counted', {
    input: z.object({ campaign }),
    run: async (input, { api }) => {
      const params = { campaignId: await findCampaignId(api(), input.campaign) };
      const answer = await api().call(API.campaignReasons, { params });
      const blocks = answer.blocks.map(
        ({ evidence, whatWouldChange }) =>
          `In the way of all: ${oneLine(evidence)}.${whatWouldChange === null ? '' : ` It changes when: ${oneLine(whatWouldChange)}.`}`,
      );
      const reasons = table(answer.reasons, [
        { title: 'contacts', value: ({ contacts }) => count(contacts), right: true },
        { title: 'state', value: ({ state }) => state },
        { title: 'why', value: ({ code }) => code },
        { title: 'changes first', value: ({ nextAt }) => instant(nextAt) },
        { title: 'last', value: ({ lastAt }) => instant(lastAt) },
      ]);
      return { data: answer, text: [...blocks, reasons].join('\n') };
    },
  }),
];
