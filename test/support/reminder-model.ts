/** What must go out, said without a line of the engine: the model that random sequences are held against. */

export const HOUR_MS = 3_600_000;

export interface ModelStep {
  key: string;
  beforeHours: number;
  afterConfirm: 'stop' | 'send';
}

export interface ModelRules {
  steps: ModelStep[];
  lateMs: number;
  cutoffMs: number;
  repeatAfterMoveMs: number;
  /** What must fit before the cut-off. */
  marginMs: number;
}

interface ModelAppointment {
  externalId: string;
  state: 'booked' | 'confirmed' | 'cancelled';
  startMs: number;
  bookedMs: number;
  /** Steps that are to go out, with their times. */
  planned: Map<string, number>;
  /** Steps that went out or were missed, with the start that they told of. */
  done: Map<string, number>;
}

/** `b17 first 2026-12-09T10:00:00.000Z`: which step tells whom of which start. */
export const messageOf = (externalId: string, key: string, startMs: number): string =>
  `${externalId} ${key} ${new Date(startMs).toISOString()}`;

export class ReminderModel {
  readonly appointments = new Map<string, ModelAppointment>();
  rules: ModelRules;

  constructor(rules: ModelRules) {
    this.rules = rules;
  }

  book(externalId: string, startMs: number, nowMs: number): void {
    const before = this.appointments.get(externalId);
    if (!before) {
      const made: ModelAppointment = {
        externalId,
        state: 'booked',
        startMs,
        bookedMs: nowMs,
        planned: new Map(),
        done: new Map(),
      };
      this.appointments.set(externalId, made);
      this.plan(made, nowMs);
      return;
    }
    const far = Math.abs(startMs - before.startMs) > this.rules.repeatAfterMoveMs;
    if (before.state === 'cancelled' || far) {
      before.state = 'booked';
      before.bookedMs = nowMs;
    }
    before.startMs = startMs;
    this.plan(before, nowMs);
  }

  set(externalId: string, state: 'confirmed' | 'cancelled', nowMs: number): void {
    const one = this.appointments.get(externalId);
    if (!one || one.state === 'cancelled') return;
    one.state = state;
    this.plan(one, nowMs);
  }

  edit(steps: ModelStep[], nowMs: number): void {
    this.rules = { ...this.rules, steps };
    for (const one of this.appointments.values()) this.plan(one, nowMs);
  }

  /** Everything that goes out now; what came too late is missed, for good. */
  turn(nowMs: number): string[] {
    const out: string[] = [];
    for (const one of this.appointments.values()) {
      for (const [key, atMs] of one.planned) {
        if (atMs > nowMs) continue;
        one.planned.delete(key);
        one.done.set(key, one.startMs);
        if (nowMs < atMs + this.rules.lateMs && nowMs < this.endOf(one))
          out.push(messageOf(one.externalId, key, one.startMs));
      }
    }
    return out.sort();
  }

  private endOf(one: ModelAppointment): number {
    return one.startMs - this.rules.cutoffMs - this.rules.marginMs;
  }

  private plan(one: ModelAppointment, nowMs: number): void {
    one.planned = new Map();
    if (one.state === 'cancelled') return;
    for (const { key, beforeHours, afterConfirm } of this.rules.steps) {
      if (one.state === 'confirmed' && afterConfirm === 'stop') continue;
      const told = one.done.get(key);
      if (told !== undefined && Math.abs(one.startMs - told) <= this.rules.repeatAfterMoveMs) continue;
      const atMs = one.startMs - beforeHours * HOUR_MS;
      const passed = atMs < one.bookedMs || atMs + this.rules.lateMs <= nowMs;
      if (!passed && Math.max(atMs, nowMs) < this.endOf(one)) one.planned.set(key, atMs);
    }
  }
}
