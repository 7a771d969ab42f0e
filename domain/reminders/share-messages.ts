import type { PlannedReminder } from './planned-reminder.ts';

/** A step of an appointment, planned by itself. */
export interface Shareable {
  appointmentId: string;
  phone: number;
  /** The local date of the appointment in its zone, as a text. */
  localDate: string;
  reminder: PlannedReminder;
}

/** One message, for one or several appointments; the earliest of them gives its times. */
export interface SharedMessage {
  members: Shareable[];
  reminder: PlannedReminder;
}

/**
 * Puts planned steps into messages. Those of one person, step and day whose times lie within `withinSeconds` of the
 * earliest share one; null = never. What tells of a moved appointment is never mixed with what does not. Every message
 * ends when the first of its appointments does.
 */
export function shareMessages(items: readonly Shareable[], withinSeconds: number | null): SharedMessage[] {
  const planned = items.filter(({ reminder }) => reminder.status === 'planned' && reminder.plan !== null);
  if (withinSeconds === null) return planned.map((item) => ({ members: [item], reminder: item.reminder }));
  const byKey = new Map<string, Shareable[]>();
  for (const item of planned) {
    const { reminder } = item;
    const key = `${item.phone}|${item.localDate}|${reminder.key}|${reminder.slot}|${reminder.moved}`;
    byKey.set(key, [...(byKey.get(key) ?? []), item]);
  }
  return [...byKey.values()].flatMap((alike) => grouped(alike, withinSeconds * 1000));
}

const dueOf = ({ reminder }: Shareable): number => reminder.plan?.dueAtMs ?? 0;

function grouped(alike: readonly Shareable[], withinMs: number): SharedMessage[] {
  const sorted = alike.toSorted(
    (a, b) =>
      dueOf(a) - dueOf(b) || (a.appointmentId < b.appointmentId ? -1 : Number(a.appointmentId > b.appointmentId)),
  );
  const messages: Shareable[][] = [];
  for (const item of sorted) {
    const last = messages.at(-1);
    const [first] = last ?? [];
    if (last && first && dueOf(item) - dueOf(first) <= withinMs) last.push(item);
    else messages.push([item]);
  }
  return messages.map((members) => ({ members, reminder: earliestOf(members) }));
}

function earliestOf(members: readonly Shareable[]): PlannedReminder {
  const [first] = members;
  if (!first?.reminder.plan) throw new Error('a message without a planned step');
  const { plan } = first.reminder;
  const ends = members.map(({ reminder }) => reminder);
  const closesAtMs = Math.min(...ends.map((reminder) => reminder.plan?.closesAtMs ?? plan.closesAtMs));
  const endsAtMs = Math.min(...ends.map((reminder) => reminder.endsAtMs));
  return { ...first.reminder, endsAtMs, plan: { ...plan, closesAtMs } };
}
