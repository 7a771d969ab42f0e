import type { Channel } from '../../domain/channel.ts';
import type { ProviderRecord, Telephony } from '../ports.ts';
import type { OpenCheck } from './reconcile.ts';

/** Pages beyond this are not read; a page is at most 100 records. */
const MAX_PAGES = 50;
/** Clocks of two houses, and lists that lag. */
const OVERLAP_MS = 60_000;

/** Attempts that one list shows: those of a number or of an agent, whichever the provider lists by. */
export function groupsToList(telephony: Telephony, checks: readonly OpenCheck[]): OpenCheck[][] {
  const groups = new Map<string, OpenCheck[]>();
  for (const check of checks) {
    const key = `${check.channel} ${telephony.capabilities.agentPerCall ? check.agentRef : check.numberRef}`;
    groups.set(key, [...(groups.get(key) ?? []), check]);
  }
  return [...groups.values()];
}

/**
 * Reads the provider's list of a group newest first, down to the oldest of its attempts, and matches by the correlator
 * or the provider's id, never by number and time. Puts records into `found` by attempt id, those of the pages before a
 * failure too. Answers false when pages were left unread. Throws ProviderReadError.
 */
export async function listGroup(
  telephony: Telephony,
  group: readonly OpenCheck[],
  found: Map<string, ProviderRecord>,
): Promise<boolean> {
  const first = group[0];
  if (!first) return true;
  const byId = new Map(group.map((check) => [check.attemptId, check]));
  const byRef = new Map(group.flatMap((check) => (check.providerRef === null ? [] : [[check.providerRef, check]])));
  const oldestMs = Math.min(...group.map((check) => check.gatedAtMs ?? check.nowMs)) - OVERLAP_MS;
  const clockOffsetMs = Date.now() - first.nowMs;
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query: { channel: Channel; numberRef?: string; agentRef?: string; cursor?: string } = {
      channel: first.channel,
      ...(telephony.capabilities.agentPerCall && first.agentRef !== null
        ? { agentRef: first.agentRef }
        : { numberRef: first.numberRef }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const { records, nextCursor } = await telephony.listRecent(query);
    for (const record of records) {
      const check =
        (record.attemptId === undefined ? undefined : byId.get(record.attemptId)) ?? byRef.get(record.providerRef);
      if (check) found.set(check.attemptId, record);
    }
    // In a test database our clock may be ahead of the provider's; compare on the provider's.
    const last = records.at(-1)?.createdAt;
    const reachedOldest = last !== undefined && Date.parse(last) < oldestMs + Math.min(clockOffsetMs, 0);
    if (reachedOldest || nextCursor === undefined || group.every((check) => found.has(check.attemptId))) return true;
    cursor = nextCursor;
  }
  return false;
}
