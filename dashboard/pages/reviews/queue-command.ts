import { addressOf } from '../../api/client.ts';
import { asCli, assigneeOf, type Command } from '../../format/as-command.ts';
import type { QueueName, ReviewsSearch } from './search.ts';

interface Shown {
  tab: QueueName;
  search: Pick<ReviewsSearch, 'campaign' | 'assignee'>;
  me: { id: string; email: string };
  /** Campaigns that have some of the queue: zones and consent are asked for of each. */
  campaignIds: readonly string[];
}

/** What a queue shows, as a call and as a command; of several campaigns a line for each, and the call for the first. */
export function queueCommand({ tab, search, me, campaignIds }: Shown): { call: Command; cli: string } {
  const { campaign } = search;
  const { id: assignee, name } = assigneeOf(search.assignee, me);
  const flags = { campaign, assignee: name };
  const reading = (address: string, cli: string) => ({ call: { method: 'GET' as const, address }, cli });
  if (tab === 'parked') {
    const query = { state: 'PARKED', campaignId: campaign, assignee };
    return reading(addressOf('/attempts', { query }), asCli('outdial attempts list', { state: 'PARKED', ...flags }));
  }
  if (tab === 'opt_outs' || tab === 'answers') {
    const kind = tab === 'answers' ? 'answer' : 'opt_out';
    const query = { kind, state: 'open', campaignId: campaign, assignee };
    return reading(addressOf('/reviews', { query }), asCli('outdial reviews list', { kind, ...flags }));
  }
  const ids = campaign === undefined ? campaignIds : [campaign];
  const all = ids.length === 0 ? ['CAMPAIGN'] : ids;
  const query = { assignee };
  return reading(
    addressOf(`/campaigns/:campaignId/review/${tab}`, { params: { campaignId: all[0] ?? '' }, query }),
    all.map((id) => asCli(`outdial review ${tab} ${id}`, { assignee: name })).join('\n'),
  );
}
