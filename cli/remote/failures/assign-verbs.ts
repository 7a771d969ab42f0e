import { z } from 'zod';
import { instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { ASSIGNEE_FLAG, assigneeQuery, findAssigneeId, NOTE_FLAG, TO_FLAG } from '../find-assignee.ts';
import { campaignParams } from '../find-campaign.ts';
import { FAILURES } from './endpoints.ts';
import { assigneeWords } from './failure-words.ts';

const CAMPAIGN_FLAG = { flags: '--campaign <campaign>', help: 'in one campaign, by name or id; without it in all' };

export const assignVerbs = [
  verb('assign <cause>', 'say who looks after a group', {
    flags: [TO_FLAG, CAMPAIGN_FLAG, NOTE_FLAG],
    help: 'Whoever did so until now is relieved. Nothing is hidden, dialled or resolved by it.',
    input: z.object({
      cause: z.string(),
      to: z.string(),
      campaign: z.string().optional(),
      note: z.string().optional(),
    }),
    run: async ({ cause, to, campaign, note }, { api }) => {
      const of = campaign === undefined ? { campaignId: null } : await campaignParams(api(), campaign);
      const userId = await findAssigneeId(api(), to);
      const answer = await api().call(FAILURES.assign, { body: { ...of, cause, userId, note } });
      return { data: answer, text: answer.already ? 'It was so already.' : `${to} looks after it now.` };
    },
  }),
  verb('unassign <cause>', 'nobody looks after a group any more', {
    flags: [CAMPAIGN_FLAG],
    input: z.object({ cause: z.string(), campaign: z.string().optional() }),
    run: async ({ cause, campaign }, { api }) => {
      const of = campaign === undefined ? { campaignId: null } : await campaignParams(api(), campaign);
      const answer = await api().call(FAILURES.assign, { body: { ...of, cause, userId: null } });
      const nobody =
        campaign === undefined
          ? 'Nobody was said to, for all campaigns. What single campaigns say stands in: outdial failures assignments'
          : 'Nobody was said to, for this campaign alone. Without --campaign it is taken back for all.';
      return { data: answer, text: answer.already ? nobody : 'Nobody looks after it now.' };
    },
  }),
  verb('assignments', 'who looks after which group', {
    flags: [ASSIGNEE_FLAG],
    input: z.object({ assignee: z.string().optional() }),
    run: async ({ assignee }, { api }) => {
      const answer = await api().call(FAILURES.assignments, { query: await assigneeQuery(api(), assignee) });
      const text = table(answer.items, [
        { title: 'cause', value: ({ cause }) => cause },
        { title: 'in', value: ({ campaignName }) => campaignName ?? 'all campaigns' },
        { title: 'looked after by', value: assigneeWords },
        { title: 'note', value: ({ note }) => note },
        { title: 'said by', value: ({ by }) => by },
        { title: 'since', value: ({ at }) => instant(at) },
      ]);
      return { data: answer, text };
    },
  }),
];
