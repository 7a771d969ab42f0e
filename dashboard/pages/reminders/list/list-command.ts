import { addressOf } from '../../../api/client.ts';
import { asCli, type Command } from '../../../format/as-command.ts';
import { appointmentFilter, orderOf } from '../queries.ts';
import type { ListSearch } from '../search.ts';

/** What the list shows: `outdial appointments list --today --programme clinic --zone Europe/Berlin`. */
export function listCommand(search: ListSearch): { call: Command; cli: string } {
  const filter = appointmentFilter(search);
  const { day, reminderState, ...rest } = filter;
  const order = orderOf(search);
  const flags = { ...(day === undefined ? {} : { [day]: true as const }), ...rest, reminder: reminderState, ...order };
  return {
    call: { method: 'GET', address: addressOf('/appointments', { query: { ...filter, ...order } }) },
    cli: asCli('outdial appointments list', flags),
  };
}
