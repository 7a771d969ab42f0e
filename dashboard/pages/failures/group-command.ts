import { addressOf } from '../../api/client.ts';
import { asCli, type Command } from '../../format/as-command.ts';
import { contactFilterOf, isNarrowed } from './contact-filter.ts';
import type { CauseSearch } from './search.ts';

/** What the page of a group shows: the group, or its contacts once it is a part of them. Pure. */
export function groupCommand(cause: string, search: CauseSearch): { call: Command; cli: string } {
  const isResolved = search.tab === 'resolved';
  const filter = isResolved ? contactFilterOf({ campaign: search.campaign }) : contactFilterOf(search);
  const { campaignId, numberId, ...bars } = filter;
  const isList = isResolved || (search.tab === undefined && isNarrowed(filter));
  const resolved = isResolved || undefined;
  const path = isList ? '/failures/:cause/contacts' : '/failures/:cause';
  const query = isList ? { ...filter, resolved } : { campaignId };
  return {
    call: { method: 'GET', address: addressOf(path, { params: { cause }, query }) },
    cli: isList
      ? asCli(`outdial failures contacts '${cause}'`, { campaign: campaignId, number: numberId, ...bars, resolved })
      : asCli(`outdial failures show '${cause}'`, { campaign: campaignId }),
  };
}
