import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { inTransaction, sqlState, type Transaction } from '../../../db/transaction.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { readQueueSeconds } from '../../campaigns/check-windows.ts';
import type { EngineDeps } from '../../deps.ts';
import { uuidArray } from '../../dialing/lock-order.ts';
import { readNowMs } from '../../read-now.ts';
import type { Programme } from './find-programme.ts';
import { planMessages, type Desired } from '../plans/plan-messages.ts';
import { readAppointments } from '../plans/read-appointments.ts';
import { compareSteps, NO_STEPS, type ChangedStep, type StepCounts } from './effect.ts';

/** What a change of a programme does to what is planned. */
export interface ProgrammeEffect {
  /** Appointments that were looked at. */
  appointments: number;
  /** False = there are more; the figures are of those that were looked at. */
  complete: boolean;
  /** By key. */
  steps: Record<string, StepCounts>;
  /** The earliest of those that change. */
  examples: ChangedStep[];
}

/** Longer than that, and whoever waits for the answer is gone. */
const LONGEST_MS = 15_000;
const MOST_APPOINTMENTS = 100_000;
const BATCH = 500;
const MOST_EXAMPLES = 20;
const QUERY_CANCELED = '57014';

interface Target {
  settings: ProgrammeSettings;
  campaign: CampaignSettings;
}

/**
 * Plans the appointments to come by other settings, with the planner that will do it, and writes nothing. Looks at
 * 100,000 appointments, the earliest ones, and for 15 s at most.
 */
export async function foresee(
  deps: Pick<EngineDeps, 'readDb' | 'zones' | 'law'>,
  programme: Programme,
  target: Target,
): Promise<ProgrammeEffect> {
  const untilMs = performance.now() + LONGEST_MS;
  const effect: ProgrammeEffect = { appointments: 0, complete: true, steps: {}, examples: [] };
  const next: Programme = { ...programme, ...target };
  try {
    await inTransaction(deps.readDb, async (tx) => {
      Object.assign(effect, { appointments: 0, complete: true, steps: {}, examples: [] });
      await tx.execute(sql`set local statement_timeout = ${sql.raw(String(LONGEST_MS))}`);
      const nowMs = await readNowMs(tx);
      next.providerQueueSeconds = await readQueueSeconds(tx, target.campaign);
      const people = await readIds(tx, programme, target.settings, nowMs);
      const known = people.slice(0, MOST_APPOINTMENTS);
      for (const ids of batchesOf(known)) {
        if (performance.now() > untilMs) return;
        await lookAt(tx, deps, { ids, programme, next, nowMs }, effect);
      }
      effect.complete = effect.appointments === people.length;
    });
  } catch (error) {
    if (sqlState(error) !== QUERY_CANCELED) throw error;
    effect.complete = false;
  }
  effect.complete &&= performance.now() <= untilMs;
  return effect;
}

interface Person {
  id: string;
  phone: number;
}

/** Appointments that may have something to come by the old settings or the new, those of one person together. */
async function readIds(
  tx: Transaction,
  { programmeId, settings }: Programme,
  after: ProgrammeSettings,
  nowMs: number,
): Promise<Person[]> {
  const behind = [...settings.steps, ...after.steps].map(({ when }) => {
    if (when.kind === 'before') return Math.max(0, -when.seconds);
    return when.kind === 'booking' ? when.afterSeconds : 0;
  });
  const longest = Math.max(0, ...behind) + Math.max(settings.lateSeconds, after.lateSeconds);
  return await rows(
    tx,
    sql`select id, phone from (
          select id, phone from appointments
          where programme_id = ${programmeId} and starts_at > from_ms(${nowMs - longest * 1000}) and state <> 'cancelled'
          order by starts_at limit ${MOST_APPOINTMENTS + 1}
        ) a order by phone, id`,
  );
}

/** A message may serve several appointments of a person: these are never parted. */
function* batchesOf(people: readonly Person[]): Generator<string[]> {
  let ids: string[] = [];
  for (const [index, { id, phone }] of people.entries()) {
    if (ids.length >= BATCH && people[index - 1]?.phone !== phone) {
      yield ids;
      ids = [];
    }
    ids.push(id);
  }
  if (ids.length > 0) yield ids;
}

async function lookAt(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  { ids, programme, next, nowMs }: { ids: string[]; programme: Programme; next: Programme; nowMs: number },
  effect: ProgrammeEffect,
): Promise<void> {
  const which = sql`a.id = any(${uuidArray(ids)})`;
  const found = await readAppointments(tx, { which, purpose: next.settings.purpose, lock: false });
  const wishes = found.map((one) => ({ ...one, after: one.appointment, write: undefined }));
  const desired = new Map<string, Desired[]>();
  for (const one of planMessages(deps, next, wishes, nowMs)) {
    desired.set(one.appointmentId, [...(desired.get(one.appointmentId) ?? []), one]);
  }
  const settings = { before: programme.settings, after: next.settings };
  const changes = found.flatMap((one) => compareSteps(one, desired.get(one.appointment.appointmentId) ?? [], settings));
  for (const { key, change } of changes) (effect.steps[key] ??= { ...NO_STEPS })[change] += 1;
  const changed = changes.filter(({ change }) => change !== 'unchanged');
  effect.examples = [...effect.examples, ...changed].sort((a, b) => timeOf(a) - timeOf(b)).slice(0, MOST_EXAMPLES);
  effect.appointments += found.length;
}

const timeOf = ({ beforeMs, afterMs }: ChangedStep): number => Math.min(beforeMs ?? Infinity, afterMs ?? Infinity);
