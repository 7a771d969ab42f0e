import { minuteThere, saidOf } from './clock-of-clinic.ts';
import type { Fact } from './clinic-record.ts';
import { RULES, STEPS } from './programme-of-clinic.ts';
import type { AttemptFact, StepOutcome } from './read-outcomes.ts';
import type { SentMessage } from './what-went-out.ts';

export interface JudgeInput {
  sent: readonly SentMessage[];
  attempts: readonly AttemptFact[];
  outcomes: readonly StepOutcome[];
  /** What the clinic knew, by appointment. */
  histories: ReadonlyMap<string, readonly Fact[]>;
  /** Appointments that somebody answered, in whatever words, or of which a step was left out. */
  touched: ReadonlySet<string>;
  /** When somebody wrote STOP, by phone. */
  stops: ReadonlyMap<string, number>;
  /** When the programme was edited: between request and answer both versions may hold. */
  edit: { fromMs: number; sureMs: number };
  /** While the worker was away: what was due then is measured apart. */
  restart: { fromMs: number; toMs: number };
  endMs: number;
}

/** Each is a list of messages, in words, that should not have gone out. */
export interface Breaches {
  oldPlan: string[];
  afterConfirm: string[];
  afterStop: string[];
  afterCutoff: string[];
  early: string[];
  late: string[];
  wrongHour: string[];
  twice: string[];
  /** Steps without exactly one outcome. */
  withoutOutcome: string[];
  /** Messages that should have gone out: of appointments that were booked in time, never changed and not answered. */
  missing: string[];
}

export interface Lateness {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

export interface Judgement {
  breaches: Breaches;
  lateness: Lateness;
  /** The latest ones, in words. */
  latest: string[];
  /** Of what was due while the worker was away. */
  latenessAtRestart: Lateness;
  /** Messages that went out, by step; a fallback is counted as `same-day, text after no answer`. */
  bySteps: Record<string, Record<string, number>>;
  /** Messages that told of several appointments at once. */
  merged: number;
  notices: number;
}

/** What a request that had begun may still do: law of the issue. */
const GRACE_MS = 1_000;
/** A STOP has to travel: to the callback, through the fold. The clock stands meanwhile. */
const STOP_GRACE_MS = 10_000;
/** Two clocks on one machine, both told in whole milliseconds. */
const CLOCK_MS = 5;
const LATEST = 8;

/**
 * Holds what went out, by the simulator's record, against what the clinic knew at each time. Nothing of Outdial's own
 * plan is believed but which step an attempt was for and when that was due. Pure.
 */
export function judgeDay(input: JudgeInput): Judgement {
  const { sent, attempts, histories } = input;
  const factOf = new Map(attempts.map((attempt) => [attempt.attemptId, attempt]));
  const breaches: Breaches = {
    oldPlan: [],
    afterConfirm: [],
    afterStop: [],
    afterCutoff: [],
    early: [],
    late: [],
    wrongHour: [],
    twice: twice(sent, factOf),
    withoutOutcome: withoutOutcome(input),
    missing: missing(input),
  };
  const byPhone = new Map<string, (readonly Fact[])[]>();
  for (const facts of histories.values()) {
    for (const phone of new Set(facts.map((fact) => fact.phone))) {
      byPhone.set(phone, [...(byPhone.get(phone) ?? []), facts]);
    }
  }
  const lateness: number[] = [];
  const latest: { lateMs: number; words: string }[] = [];
  const atRestart: number[] = [];
  const bySteps: Judgement['bySteps'] = {};
  let merged = 0;
  let notices = 0;
  for (const message of sent) {
    const attempt = factOf.get(message.attemptId);
    if (attempt?.kind === 'service') {
      notices += 1;
      continue;
    }
    const words = sayMessage(message, attempt);
    const theirs = byPhone.get(message.to) ?? [];
    const told = message.told.map((said) => theirs.flatMap((facts) => thatHeld(facts, message, said)));
    if (message.told.length > 1) merged += 1;
    if (told.length === 0 || told.some((facts) => facts.length === 0)) breaches.oldPlan.push(words);
    else if (told.every((facts) => facts.every(({ state }) => state === 'confirmed')))
      breaches.afterConfirm.push(words);
    const starts = told.flat();
    const firstStartMs = Math.min(...starts.map(({ startsAtMs }) => startsAtMs));
    if (message.receivedAtMs >= firstStartMs - RULES.cutoffSeconds * 1000) breaches.afterCutoff.push(words);
    if ((input.stops.get(message.to) ?? Infinity) + STOP_GRACE_MS < message.receivedAtMs)
      breaches.afterStop.push(words);
    if (starts.some(({ zone }) => isClosed(zone, message.receivedAtMs))) breaches.wrongHour.push(words);
    if (attempt === undefined) continue;
    // What tells of nothing that holds is no earlier than its plan.
    const toldMs = starts.length === 0 ? -Infinity : firstStartMs;
    if (isEarly(message, attempt, toldMs, input.edit)) breaches.early.push(words);
    const isFirst = attempt.slot === attempt.firstSlot;
    if (isFirst && attempt.dueAtMs !== null) {
      const lateMs = message.receivedAtMs - attempt.dueAtMs;
      const isAway = attempt.dueAtMs >= input.restart.fromMs && attempt.dueAtMs <= input.restart.toMs;
      (isAway ? atRestart : lateness).push(lateMs);
      if (!isAway) latest.push({ lateMs, words });
      if (lateMs > RULES.lateSeconds * 1000) breaches.late.push(words);
    }
    const step = `${attempt.step ?? '?'}${isFirst ? '' : ', text after no answer'}`;
    const counts = (bySteps[step] ??= {});
    const outcome = attempt.outcome ?? attempt.state.toLowerCase();
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return {
    breaches,
    lateness: measure(lateness),
    latest: latest
      .toSorted((a, b) => b.lateMs - a.lateMs)
      .slice(0, LATEST)
      .map(({ lateMs, words }) => `${Math.round(lateMs)} ms: ${words}`),
    latenessAtRestart: measure(atRestart),
    bySteps,
    merged,
    notices,
  };
}

/** Facts that may have held as the request began, and tell of this time: not those that were over for longer than the grace. */
function thatHeld(facts: readonly Fact[], { to, receivedAtMs }: SentMessage, said: string): Fact[] {
  return facts.filter((fact, index) => {
    const next = facts.slice(index + 1).find((later) => differs(fact, later));
    return (
      fact.phone === to &&
      fact.state !== 'cancelled' &&
      saidOf(fact.zone, fact.startsAtMs) === said &&
      fact.fromMs <= receivedAtMs &&
      (next === undefined || next.sureMs + GRACE_MS >= receivedAtMs)
    );
  });
}

const differs = (a: Fact, b: Fact): boolean =>
  a.phone !== b.phone || a.state !== b.state || a.startsAtMs !== b.startsAtMs || a.zone !== b.zone;

function isClosed(zone: string, atMs: number): boolean {
  const minute = minuteThere(zone, atMs);
  return minute < RULES.opensMinute || minute >= RULES.closesMinute;
}

/** Before the plan's own time, or before the step's distance from the start: hours can only make it later here. */
function isEarly(
  { receivedAtMs }: SentMessage,
  { step, dueAtMs }: AttemptFact,
  firstStartMs: number,
  edit: JudgeInput['edit'],
): boolean {
  const [before = 0, after = 0] = RULES.sameDaySeconds;
  const seconds =
    step === 'day-before'
      ? RULES.dayBeforeSeconds
      : step === 'same-day'
        ? receivedAtMs < edit.fromMs
          ? before
          : after
        : Infinity;
  return receivedAtMs < Math.max(dueAtMs ?? -Infinity, firstStartMs - seconds * 1000) - CLOCK_MS;
}

/** The same step told the same time of the same appointment by more than one message, or one attempt dialled twice. */
function twice(sent: readonly SentMessage[], factOf: ReadonlyMap<string, AttemptFact>): string[] {
  const seen = new Map<string, Set<number>>();
  const dialled = new Set<string>();
  const found: string[] = [];
  for (const message of sent) {
    const attempt = factOf.get(message.attemptId);
    if (dialled.has(message.attemptId)) found.push(`attempt ${message.attemptId} was dialled twice`);
    dialled.add(message.attemptId);
    if (attempt === undefined || attempt.kind === 'service') continue;
    for (const externalId of attempt.externalIds) {
      for (const said of message.told) {
        const key = `${externalId} ${attempt.step ?? ''} ${said}`;
        const contacts = seen.get(key) ?? new Set();
        seen.set(key, contacts.add(attempt.contactId));
      }
    }
  }
  for (const [key, contacts] of seen) if (contacts.size > 1) found.push(`${key}: ${contacts.size} messages`);
  return found;
}

/** Of whom nobody heard anything but the booking: by the simulator's record alone. */
function missing({ sent, histories, touched, stops, endMs }: JudgeInput): string[] {
  const byPhone = new Map<string, SentMessage[]>();
  for (const message of sent) byPhone.set(message.to, [...(byPhone.get(message.to) ?? []), message]);
  return [...histories.values()].flatMap((facts) => {
    const [booked, ...changes] = facts;
    if (booked === undefined || changes.length > 0 || touched.has(booked.externalId) || stops.has(booked.phone))
      return [];
    const { startsAtMs, sureMs, zone, phone, externalId } = booked;
    if (startsAtMs > endMs || sureMs > startsAtMs - RULES.dayBeforeSeconds * 1000) return [];
    const told = (byPhone.get(phone) ?? []).filter((message) => message.told.includes(saidOf(zone, startsAtMs)));
    const texts = told.filter(({ channel }) => channel === 'sms').length;
    const calls = told.length - texts;
    return texts >= 2 && calls === 1 ? [] : [`${externalId}: ${texts} texts and ${calls} calls`];
  });
}

const OVER = [
  'reached',
  'exhausted',
  'failed',
  'suppressed',
  'unknown_zone',
  'no_consent',
  'expired',
  'parked',
  'cancelled',
];

/** Every step that was due by the end has one outcome: it went out, or there is a reason why not. */
function withoutOutcome({ outcomes, histories, endMs }: JudgeInput): string[] {
  const found: string[] = [];
  const steps = new Map<string, string[]>();
  for (const { externalId, step, status, reason, messageState, dueAtMs } of outcomes) {
    steps.set(externalId, [...(steps.get(externalId) ?? []), step]);
    if (dueAtMs > endMs) continue;
    const hasOne =
      status === 'skipped'
        ? reason !== null
        : status === 'sent' || (messageState !== null && OVER.includes(messageState));
    if (!hasOne) found.push(`${externalId} ${step}: ${status}, its message is ${messageState ?? 'nowhere'}`);
  }
  for (const externalId of histories.keys()) {
    const has = (steps.get(externalId) ?? []).toSorted().join();
    if (has !== [...STEPS].sort().join()) found.push(`${externalId} has the steps ${has}`);
  }
  return found;
}

function measure(values: readonly number[]): Lateness {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.max(0, Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0));
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

function sayMessage({ channel, to, receivedAtMs, told }: SentMessage, attempt: AttemptFact | undefined): string {
  const step = attempt === undefined ? 'no attempt of ours' : `${attempt.externalIds.join('+')} ${attempt.step ?? ''}`;
  return `${channel} to ${to} at ${new Date(receivedAtMs).toISOString()} (${step}) told of ${told.join(' and ') || 'no time'}`;
}
