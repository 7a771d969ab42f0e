import type { z } from 'zod';
import type { progress } from '../../../api/schemas/campaigns.ts';
import { amount, count, instant } from '../../print/amounts.ts';
import { bar } from '../../print/live-lines.ts';
import { oneLine } from '../../print/table.ts';

export type Progress = z.output<typeof progress>;

/** States that say nothing at 0 are left out; the order is the one of a contact's way. */
const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${name} ${count(value)}`)
    .join(', ');

/** One line that says it all: for logs, and the first line of the live block. */
export function progressLine(now: Progress): string {
  const { total, done } = now.contacts;
  const share = total === 0 ? 0 : done / total;
  const open = (now.attempts.byState['SENDING'] ?? 0) + (now.attempts.byState['ACCEPTED'] ?? 0);
  return [
    now.state,
    `${count(done)}/${count(total)} contacts (${Math.floor(share * 100)} %)`,
    `${count(open)} live`,
    `${now.sendsPerSecond.toFixed(1)}/s`,
    `spent ${amount(now.spentMicros, now.currency)}`,
    ...(now.heldMicros > 0 ? [`held ${amount(now.heldMicros)}`] : []),
  ].join('  ');
}

/** Why it does not move, where it does not: paused, stopped, blocked, or waiting for a time. */
export function waitLine(now: Progress): string | undefined {
  if (now.state === 'paused') {
    const by = now.pausedBy === null ? '' : ` by ${now.pausedBy}`;
    return oneLine(`Paused${by} ${instant(now.pausedAt)}: ${now.pausedReason ?? 'no reason given'}`);
  }
  if (now.state !== 'running') return undefined;
  if (now.stopped) return 'Stopped: an account, or everything. See: outdial accounts list';
  if (now.blockedReason !== null) return oneLine(`Waiting: ${now.blockedReason}`);
  if (now.nextDueAt !== null && now.nextDueAt > now.at) return `Next dial at ${instant(now.nextDueAt)}`;
  return undefined;
}

/** How far the planning after a change of settings is. */
export function replanLine({ replanning }: Progress): string | undefined {
  if (replanning === null) return undefined;
  return `Planning again after a change: ${count(replanning.left)} of ${count(replanning.total)} left`;
}

/** The live block of a watch. */
export function progressLines(now: Progress, columns: number): string[] {
  const { total, done, byState } = now.contacts;
  const wait = waitLine(now);
  const replan = replanLine(now);
  return [
    `${oneLine(now.name)}  ${bar(total === 0 ? 0 : done / total, Math.min(40, Math.max(10, columns - 50)))}`,
    progressLine(now),
    `contacts: ${counted(byState) || 'none'}`,
    `outcomes: ${counted(now.outcomes) || 'none yet'}`,
    ...(replan === undefined ? [] : [replan]),
    ...(wait === undefined ? [] : [wait]),
  ];
}
