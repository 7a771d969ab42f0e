import { z } from 'zod';
import { instantIn } from '../../../api/schemas/common.ts';
import { usageError } from '../../cli-error.ts';
import { plural } from '../../print/amounts.ts';
import { verb } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { FAILURES } from '../failures/endpoints.ts';
import { queuesText } from '../failures/failure-words.ts';
import { campaignParams } from '../find-campaign.ts';

export const queuesVerb = verb('queues', 'everything that waits for a person, by campaign', {
  flags: [{ flags: '--campaign <campaign>', help: 'of one campaign, by name or id' }],
  input: z.object({ campaign: z.string().optional() }),
  run: async ({ campaign }, { api }) => {
    const query = campaign === undefined ? {} : await campaignParams(api(), campaign);
    const answer = await api().call(FAILURES.queues, { query });
    return { data: answer, text: queuesText(answer) };
  },
});

/** A hundred thousand decisions are written in a minute. */
const RESOLVE_TIMEOUT_MS = 10 * 60 * 1_000;

export const resolveManyVerb = verb(
  'resolve-many <campaign>',
  'say what became of all parked attempts of a campaign, once you have looked at the provider',
  {
    flags: [
      { flags: '--dialled', help: 'the calls and texts were made' },
      { flags: '--not-dialled', help: 'they were not: the persons may be dialled again' },
      { flags: '--sent-before <instant>', help: 'only those' },
      { flags: '--reason <text>', help: 'how you know; kept in the audit trail' },
      YES_FLAG,
    ],
    input: z.object({
      campaign: z.string(),
      dialled: z.boolean().optional(),
      notDialled: z.boolean().optional(),
      sentBefore: instantIn.optional(),
      reason: z.string(),
      yes: z.boolean().optional(),
    }),
    run: async (input, context) => {
      if ((input.dialled === true) === (input.notDialled === true)) throw usageError('Give --dialled or --not-dialled');
      const { api } = context;
      const { campaignId } = await campaignParams(api(), input.campaign);
      const { totals } = await api().call(FAILURES.queues, { query: { campaignId } });
      const most = `${input.sentBefore === undefined ? '' : 'up to '}${plural(totals.parked, 'parked attempt')}`;
      if (totals.parked > 0) await confirm(context, input.yes, `Decide ${most}?`);
      const body = {
        filter: { campaignId, sentBefore: input.sentBefore },
        dialled: input.dialled === true,
        reason: input.reason,
      };
      const answer = await api().call(FAILURES.resolveMany, { body, timeoutMs: RESOLVE_TIMEOUT_MS });
      return { data: answer, text: `${plural(answer.resolved, 'attempt')} decided: it takes effect in a moment.` };
    },
  },
);
