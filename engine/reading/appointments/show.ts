import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { toAppointmentView, type AppointmentView } from './appointment-row.ts';
import { currentPlans, toReminderView, type ReminderView } from './current-plans.ts';
import { findAppointment, type WhichAppointment } from './find-appointment.ts';
import { heldUp, type HoldUp } from './held-up.ts';
import { timeline, type TimelineEntry } from './timeline.ts';
import { timelineFacts, type ReminderAttempt } from './timeline-facts.ts';
import { viewerZone } from './viewer-zone.ts';
import { readVersions, type AppointmentVersionView } from './versions.ts';

/** What its calls and texts cost so far. */
export interface AppointmentCost {
  spentMicros: number;
  /** Of it: only presumed, as the provider has not said. */
  presumedMicros: number;
  /** Of it: of messages that other appointments share, each counted whole. */
  sharedMicros: number;
  currency: string;
}

export interface AppointmentDetail extends AppointmentView {
  at: string;
  variables: Record<string, string>;
  heldUp: HoldUp[];
  /** As it stands, in the order in which the steps are due. */
  plan: ReminderView[];
  versions: AppointmentVersionView[];
  timeline: TimelineEntry[];
  cost: AppointmentCost;
}

/**
 * One appointment: what it is, its plan, every version of both, and all that happened and is to come. Throws EngineError
 * `unknown_programme`, `programme_name_unclear`, `unknown_appointment`, `unknown_zone`.
 */
export async function showAppointment(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  input: WhichAppointment & { zone?: string | undefined },
): Promise<AppointmentDetail> {
  const zone = viewerZone(deps.zones, input.zone);
  const row = await findAppointment(deps, input);
  const { currency, variables, ...appointment } = row;
  const [nowMs, plan, versions, facts] = await Promise.all([
    readNowMs(deps.readDb),
    currentPlans(deps, [row.id]),
    readVersions(deps, row.id),
    timelineFacts(deps, { appointmentId: row.id, phone: row.digits }),
  ]);
  const holdUps = await heldUp(deps, [row], new Map([[row.id, plan]]));
  return {
    ...toAppointmentView(appointment, { table: deps.zones, viewerZone: zone }),
    at: new Date(nowMs).toISOString(),
    variables,
    heldUp: holdUps.get(row.id) ?? [],
    plan: plan.map(toReminderView),
    versions,
    timeline: timeline(versions, plan, facts),
    cost: { ...sumUp(facts.attempts), currency },
  };
}

function sumUp(attempts: readonly ReminderAttempt[]): Omit<AppointmentCost, 'currency'> {
  const sum = (of: (attempt: ReminderAttempt) => boolean): number =>
    attempts.reduce((total, attempt) => total + (of(attempt) ? (attempt.costMicros ?? 0) : 0), 0);
  return {
    spentMicros: sum(() => true),
    presumedMicros: sum(({ costPresumed }) => costPresumed),
    sharedMicros: sum(({ sharedBy }) => sharedBy > 1),
  };
}
