import type { EngineDeps } from '../deps.ts';
import type { ProviderRecord, Telephony } from '../ports.ts';
import { askEach } from './ask-each.ts';
import { groupsToList, listGroup } from './list-recent.ts';
import type { OpenCheck } from './reconcile.ts';

/** What one look at the provider taught, by attempt id. */
export interface Looked {
  records: Map<string, ProviderRecord>;
  /** Whose list was read to its end, or whose own read was answered: without a record, the provider has none. */
  asked: Set<string>;
}

const READS_AT_ONCE = 16;
/** A page is up to a hundred records, so fewer than of reads. */
const LISTS_AT_ONCE = 4;

/**
 * Lists first, newest first, then reads one by one what the lists did not show but has a provider's id. A provider
 * that does not answer is no error: it leaves attempts out of `asked`.
 */
export async function look(
  deps: Pick<EngineDeps, 'log'>,
  telephony: Telephony,
  checks: readonly OpenCheck[],
  alive: () => Promise<void>,
): Promise<Looked> {
  const records: Looked['records'] = new Map();
  const asked: Looked['asked'] = new Set();
  const worthLists = checks.some((check) => check.providerRef === null) || checks.length > READS_AT_ONCE * 2;
  const groups = worthLists ? groupsToList(telephony, checks) : [];
  const unlisted = await askEach(
    groups,
    LISTS_AT_ONCE,
    async (group) => {
      const toTheEnd = await listGroup(telephony, group, records);
      if (toTheEnd) for (const check of group) asked.add(check.attemptId);
    },
    alive,
  );
  const unread = await askEach(
    checks.filter((check) => check.providerRef !== null && !records.has(check.attemptId)),
    READS_AT_ONCE,
    async (check) => {
      const record = await telephony.read(check.channel, check.providerRef ?? '');
      if (record) records.set(check.attemptId, record);
      asked.add(check.attemptId);
    },
    alive,
  );
  const [failure] = [...unlisted, ...unread];
  if (failure) {
    deps.log.warn(
      { status: failure.details.status, lists: unlisted.length, reads: unread.length },
      `provider cannot be asked: ${failure.message}`,
    );
  }
  return { records, asked };
}
