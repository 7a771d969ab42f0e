import { describeCause, type Cause } from '../../domain/cause.ts';
import type { EngineDeps } from '../deps.ts';
import { readNowMs } from '../read-now.ts';
import { isAssigned, readAssignments, type Assignee, type GroupAssignment } from './assignments.ts';
import { readFailureCounts, readOpenContacts, readDials, type FailureCount, type OpenContacts } from './read-counts.ts';
import { checkScope, type FailureScope } from './scope.ts';
import { readSnoozes, snoozeOf, type SnoozeView } from './snoozes.ts';
import { countStuck, type StuckCount } from './stuck/count-stuck.ts';

export interface AffectedCampaign {
  id: string;
  name: string;
  kind: 'campaign' | 'programme';
  programmeId: string | null;
  openContacts: number;
}

export interface FailureGroup extends Omit<Cause, 'code'> {
  cause: string;
  /** Failed attempts, also of contacts that were reached later. */
  attempts: number;
  /** Contacts that ended so and are not resolved: a retry may take them. */
  openContacts: number;
  /** Part of all failed attempts, 0 to 1. */
  share: number;
  firstAt: string | null;
  lastAt: string | null;
  /** Failed attempts of the last 24 hours, the current one last. */
  hours: number[];
  /** With the most open contacts first. */
  campaigns: AffectedCampaign[];
  moreCampaigns: number;
  codes: { code: string; attempts: number }[];
  retryable: boolean;
  whyNotRetryable: string | null;
  snooze: SnoozeView | null;
  /** Who looks after it: at most one in a campaign's view; else the one of all campaigns, then those of single ones. */
  assignments: GroupAssignment[];
}

export interface FailureGroups {
  at: string;
  items: FailureGroup[];
  /** Groups that are not listed because they are snoozed, whoever looks after them. */
  snoozed: number;
  /** Attempts that left Outdial or were refused; what was given back unsent is none. */
  totals: { attempts: number; failed: number };
  stuck: StuckCount;
}

const SHOWN_CAMPAIGNS = 20;
const SHOWN_CODES = 3;
export const HOURS = 24;

/**
 * Failures by cause, those with the most open contacts first, from one moment. `snoozed`: lists what is snoozed too.
 * `assignee`: only what that person looks after, or with `none` nobody; totals are of everything.
 * Throws EngineError `unknown_campaign`.
 */
export async function listFailureGroups(
  deps: Pick<EngineDeps, 'readDb'>,
  input: FailureScope & { snoozed?: boolean | undefined; assignee?: Assignee | undefined },
): Promise<FailureGroups> {
  return await deps.readDb.transaction(
    async (tx) => {
      await checkScope(tx, input);
      const nowMs = await readNowMs(tx);
      const hours = lastHours(nowMs);
      const counts = await readFailureCounts(tx, input, hours);
      const open = await readOpenContacts(tx, input);
      const snoozes = await readSnoozes(tx, input);
      const assignments = await readAssignments(tx, input);
      const totals = { attempts: await readDials(tx, input), failed: failedOf(counts) };
      const stuck = await countStuck(tx, input);
      const all = groupsOf({ counts, open, snoozes, assignments, hours, failed: totals.failed });
      const shown = input.snoozed === true ? all : all.filter((group) => group.snooze === null);
      const { assignee } = input;
      const items = assignee === undefined ? shown : shown.filter((group) => isAssigned(group.assignments, assignee));
      return { at: new Date(nowMs).toISOString(), items, snoozed: all.length - shown.length, totals, stuck };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** Hours in UTC as they are counted (`2026-11-26T14`), the oldest first. */
export const lastHours = (nowMs: number): string[] =>
  Array.from({ length: HOURS }, (_, index) =>
    new Date(nowMs - (HOURS - 1 - index) * 3_600_000).toISOString().slice(0, 13),
  );

const failedOf = (counts: readonly FailureCount[]): number =>
  counts.reduce((sum, { value, count }) => sum + (value === 'all' ? count : 0), 0);

/** What is known of the causes, put together. */
export function groupsOf(known: {
  counts: readonly FailureCount[];
  open: readonly OpenContacts[];
  snoozes: readonly SnoozeView[];
  assignments: ReadonlyMap<string, GroupAssignment[]>;
  hours: readonly string[];
  failed: number;
}): FailureGroup[] {
  const counts = byCause(known.counts);
  const open = byCause(known.open);
  return [...new Set([...counts.keys(), ...open.keys()])]
    .map((cause) => groupOf(cause, counts.get(cause) ?? [], open.get(cause) ?? [], known))
    .toSorted((a, b) => b.openContacts - a.openContacts || b.attempts - a.attempts || (a.cause < b.cause ? -1 : 1));
}

function byCause<Item extends { cause: string }>(items: readonly Item[]): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const same = found.get(item.cause);
    if (same) same.push(item);
    else found.set(item.cause, [item]);
  }
  return found;
}

function groupOf(
  cause: string,
  counts: readonly FailureCount[],
  open: readonly OpenContacts[],
  known: {
    snoozes: readonly SnoozeView[];
    assignments: ReadonlyMap<string, GroupAssignment[]>;
    hours: readonly string[];
    failed: number;
  },
): FailureGroup {
  const { code: _, ...words } = describeCause(cause);
  const all = counts.find(({ value }) => value === 'all');
  const attempts = all?.count ?? 0;
  const byHour = new Map(counts.map(({ value, count }) => [value, count]));
  return {
    cause,
    ...words,
    attempts,
    openContacts: open.reduce((sum, { count }) => sum + count, 0),
    share: known.failed === 0 ? 0 : attempts / known.failed,
    firstAt: all?.firstAt ?? null,
    lastAt: all?.lastAt ?? null,
    hours: known.hours.map((hour) => byHour.get(`hour:${hour}`) ?? 0),
    campaigns: open.slice(0, SHOWN_CAMPAIGNS).map((campaign) => ({
      id: campaign.campaignId,
      name: campaign.name,
      kind: campaign.kind,
      programmeId: campaign.programmeId,
      openContacts: campaign.count,
    })),
    moreCampaigns: Math.max(0, open.length - SHOWN_CAMPAIGNS),
    codes: valuesOf(counts, 'code:')
      .slice(0, SHOWN_CODES)
      .map(({ value, count }) => ({ code: value, attempts: count })),
    ...retryableOf(words.class, open),
    snooze: snoozeOf(known.snoozes, cause, attempts),
    assignments: known.assignments.get(cause) ?? [],
  };
}

function retryableOf(
  causeClass: Cause['class'],
  open: readonly OpenContacts[],
): Pick<FailureGroup, 'retryable' | 'whyNotRetryable'> {
  const why =
    causeClass === 'never'
      ? 'Calling these again changes nothing.'
      : open.length === 0
        ? 'No contact of this group is open.'
        : open.every(({ kind }) => kind === 'programme')
          ? 'These are messages of reminders: their time is over. Send a step now from its appointment.'
          : null;
  return { retryable: why === null, whyNotRetryable: why };
}

/** What is counted under a prefix, the most first. */
export const valuesOf = (
  counts: readonly Pick<FailureCount, 'value' | 'count'>[],
  prefix: string,
): { value: string; count: number }[] =>
  counts
    .filter(({ value }) => value.startsWith(prefix))
    .map(({ value, count }) => ({ value: value.slice(prefix.length), count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
