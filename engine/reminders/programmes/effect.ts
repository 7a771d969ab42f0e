import { isDeepStrictEqual } from 'node:util';
import type { ProgrammeAction, ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { sameVariables, type Desired } from '../plans/plan-messages.ts';
import { isSent, type AppointmentInPlan, type CurrentReminder } from '../plans/read-appointments.ts';

/** What becomes of steps that have not gone out. */
export const STEP_CHANGES = ['unchanged', 'moved', 'reworded', 'added', 'removed', 'skipped'] as const;
/**
 * `reworded`: the same time, but another text, agent, channel or number. `removed`: the programme has no such step any
 * more. `skipped`: it has, and would not send it for this appointment.
 */
export type StepChange = (typeof STEP_CHANGES)[number];
export type StepCounts = Record<StepChange, number>;

/** One step of one appointment that would change. */
export interface ChangedStep {
  externalId: string;
  key: string;
  change: StepChange;
  /** When it is due as things are, and as they would be. */
  beforeMs: number | null;
  afterMs: number | null;
  /** Why it would be elsewhere, or would not go out. */
  reason: string | null;
}

export const NO_STEPS: Readonly<StepCounts> = {
  unchanged: 0,
  moved: 0,
  reworded: 0,
  added: 0,
  removed: 0,
  skipped: 0,
};

/** The pending steps of an appointment as they stand beside what they would become. Those that went out are no matter. */
export function compareSteps(
  { appointment, current }: AppointmentInPlan,
  desired: readonly Desired[],
  settings: { before: ProgrammeSettings; after: ProgrammeSettings },
): ChangedStep[] {
  const { externalId } = appointment;
  const rows = new Map(current.map((row) => [row.key, row]));
  const kept = desired.flatMap((wish): ChangedStep[] => {
    const { key, status, reason, plan } = wish.reminder;
    const row = rows.get(key);
    rows.delete(key);
    const beforeMs = row && isPending(row) ? row.dueAtMs : null;
    if (status === 'sent' || (row !== undefined && isSent(row))) return [];
    const afterMs = status === 'planned' ? (plan?.dueAtMs ?? null) : null;
    const change = changeOf(beforeMs, afterMs, sameMessage(wish, row, settings));
    return change === null ? [] : [{ externalId, key, change, beforeMs, afterMs, reason }];
  });
  const gone = [...rows.values()].filter(isPending).map((row): ChangedStep => {
    return { externalId, key: row.key, change: 'removed', beforeMs: row.dueAtMs, afterMs: null, reason: null };
  });
  return [...kept, ...gone];
}

const isPending = (row: CurrentReminder): boolean => row.status === 'planned' && !isSent(row);

/** Null = it was not to go out, and would not. */
function changeOf(beforeMs: number | null, afterMs: number | null, same: boolean): StepChange | null {
  if (beforeMs === null) return afterMs === null ? null : 'added';
  if (afterMs === null) return 'skipped';
  if (beforeMs !== afterMs) return 'moved';
  return same ? 'unchanged' : 'reworded';
}

/** Whether the message and all that may follow it stay word for word; until when it may go out is no word. */
function sameMessage(
  { message, reminder }: Desired,
  row: CurrentReminder | undefined,
  { before, after }: { before: ProgrammeSettings; after: ProgrammeSettings },
): boolean {
  if (row === undefined || row.slot !== reminder.slot || row.moved !== reminder.moved) return false;
  const actionsOf = (settings: ProgrammeSettings): readonly ProgrammeAction[] | undefined =>
    settings.steps.find(({ actions }) => actions[0]?.slot === row.slot)?.actions;
  // A message that is kept as it is has no new one.
  const sameValues = message === null || (row.variables !== null && sameVariables(row.variables, message.variables));
  return sameValues && isDeepStrictEqual(actionsOf(before), actionsOf(after));
}
