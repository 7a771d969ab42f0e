import type { EventKind } from '../../../domain/events/event-kind.ts';

const WORDS: Readonly<Record<EventKind, string>> = {
  'import.checked': 'a list is checked',
  'campaign.launched': 'launched',
  'campaign.launch_undone': 'launch taken back',
  'campaign.paused': 'paused',
  'campaign.resumed': 'resumed',
  'campaign.completed': 'everybody has a result',
  'campaign.cancelled': 'cancelled',
  'retry.canary_stopped': 'stopped by its canary',
  'retry.completed': 'everybody has a result',
  'appointment.moved': 'moved',
  'appointment.cancelled': 'cancelled',
  'appointment.restored': 'restored',
  'appointment.confirmed': 'confirmed',
  'appointment.cancel_asked': 'asked to cancel',
  'appointment.reschedule_asked': 'asked for another time',
  'appointment.answer_unclear': 'answer not clear',
  'appointment.answer_late': 'answer too late',
};
const GROUPS = [
  ['import', 'Lists'],
  ['campaign', 'Campaigns'],
  ['retry', 'Retries'],
  ['appointment', 'Appointments'],
] as const;

/** Every kind of event, in the groups in which they are offered. */
export const EVENT_GROUPS: readonly { label: string; kinds: readonly (readonly [kind: string, words: string])[] }[] =
  GROUPS.map(([area, label]) => ({ label, kinds: Object.entries(WORDS).filter(([kind]) => isOf(kind, area)) }));

function isOf(kind: string, beginning: string): boolean {
  return kind === beginning || kind.startsWith(`${beginning}.`);
}

/** Kinds that an endpoint asked for, as those that are offered; none = all of them. */
export const pickedKinds = (asked: readonly string[]): string[] =>
  Object.keys(WORDS).filter((kind) => asked.length === 0 || asked.some((beginning) => isOf(kind, beginning)));

/** What is asked for: all of them is none, so that kinds of later versions are told too; what is not offered is kept. */
export function askedKinds(picked: readonly string[], before: readonly string[]): string[] {
  const others = before.filter((asked) => pickedKinds([asked]).length === 0);
  return picked.length === Object.keys(WORDS).length ? [] : [...picked, ...others];
}
