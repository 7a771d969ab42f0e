import { sayAppointment } from '../../../domain/reminders/say-appointment.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { changeOne, type WhichAppointment } from './change-one.ts';
import { unknownStep } from './skip.ts';
import type { Programme } from '../programmes/find-programme.ts';
import type { AppointmentInPlan } from '../plans/read-appointments.ts';
import type { AppointmentChangeView, ReminderView } from './view-change.ts';

/**
 * Sends a step of one appointment now, also one that was sent, missed or taken out: the next call or text that its plan
 * has, where none is named. Hours, law and opt-outs hold all the same.
 * Throws EngineError `unknown_programme`, `unknown_appointment`, `unknown_step`, `appointment_cancelled`, `appointment_over`,
 * `not_now` with the nearest allowed times.
 */
export async function sendNow(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: WhichAppointment & { step?: string | undefined; reason?: string | undefined },
): Promise<AppointmentChangeView> {
  let wanted = '';
  const decide = ({ appointment, current }: AppointmentInPlan, programme: Programme, nowMs: number) => {
    const keys = programme.settings.steps.map(({ key }) => key);
    if (input.step !== undefined && !keys.includes(input.step)) throw unknownStep(programme.name, input.step, keys);
    const said = sayAppointment(deps.zones, appointment.zone, appointment.startsAtMs);
    if (appointment.state === 'cancelled') {
      throw new EngineError('conflict', 'appointment_cancelled', `"${appointment.externalId}" is cancelled.`, {
        repair: 'Book it again first.',
      });
    }
    const now = input.step ?? nextOf(current) ?? keys[0];
    if (now === undefined || (appointment.startsAtMs <= nowMs && !isAfterwards(programme.settings.steps, now))) {
      throw new EngineError('conflict', 'appointment_over', `"${appointment.externalId}" began ${said}.`, {
        repair: 'Nothing goes out after the start.',
      });
    }
    wanted = now;
    return {
      change: 'sent_now' as const,
      cause: input.reason,
      now,
      set: { skipped: appointment.skipped.filter((key) => key !== now) },
    };
  };
  return await changeOne(deps, input, decide, ({ plan }) => refuseIfSkipped(plan.find(({ step }) => step === wanted)));
}

function refuseIfSkipped(step: ReminderView | undefined): void {
  if (!step || step.status === 'planned') return;
  if (step.status === 'sent') {
    throw new EngineError('conflict', 'not_now', 'It was sent before, and nothing may go out to this person now.', {
      repair: 'See "why" for the number: a no, a missing consent or an unknown zone stands against it.',
    });
  }
  const { before = null, after = null } = step.nearest ?? {};
  const times = [before, after].filter((time) => time !== null);
  throw new EngineError('conflict', 'not_now', `It cannot go out now. ${step.why}`, {
    repair:
      times.length > 0 ? `The nearest allowed times are ${times.join(' and ')}.` : 'No allowed time is left for it.',
    details: { reason: step.reason, nearest: step.nearest },
  });
}

/** The step that would go out next; else the last one. */
const nextOf = (current: readonly { key: string; status: string; dueAtMs: number | null }[]): string | undefined =>
  current
    .filter(({ status }) => status === 'planned')
    .toSorted((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0))
    .at(0)?.key ?? current.at(-1)?.key;

const isAfterwards = (
  steps: readonly { key: string; when: { kind: string; seconds?: number } }[],
  key: string,
): boolean => steps.some((step) => step.key === key && step.when.kind === 'before' && (step.when.seconds ?? 0) < 0);
