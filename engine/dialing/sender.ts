import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { EngineDeps } from '../deps.ts';
import type { PlaceResult, Telephony } from '../ports.ts';
import type { ClaimedAttempt, ClaimResult } from './claim.ts';
import { gate, GATE_DEADLINE_MS, type GateItem, type GateVerdict } from './gate.ts';
import { giveBack, type GiveBack } from './give-back.ts';
import { createLedgerClock } from './ledger-clock.ts';
import { place } from './place.ts';
import { createRecorder } from './recorder.ts';
import { renderAttempt, type Rendered } from './render.ts';
import type { RunContext, StepContext } from './run-context.ts';

/** The pool that carries claimed attempts through gate and POST to their record. One per worker process. */
export interface Sender {
  /** The id that its attempts carry; only it may send them. */
  id: string;
  /** Takes over a claim; returns at once. */
  submit: (run: RunContext, step: StepContext, claim: ClaimResult) => void;
  /** Attempts taken over and not yet recorded. */
  load: () => number;
  /** Resolves when all is recorded: a graceful stop waits for it. */
  drain: () => Promise<void>;
}

/** How far ahead of its granted time an attempt may pass the gate. */
const GATE_AHEAD_MS = 200;
/** An idle connection is closed after 4 s, by us or by the provider. */
const SOCKET_IDLE_MS = 3_000;

interface Ready extends ClaimedAttempt {
  /** Granted send time on the process's monotonic clock. */
  atMs: number;
  rendered: Rendered;
}

/** What all attempts of one claim share. */
interface Carriage {
  run: RunContext;
  step: StepContext;
  telephony: Telephony;
  /** Later than this after its granted time an attempt is given up. */
  maxLateMs: number;
}

/**
 * Builds the sender. Time inside it is monotonic (performance.now), so neither a stepped clock nor a process that
 * was stopped for a minute between gate and POST can let a byte leave late.
 */
export function createSender(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law' | 'telephonyFor' | 'secrets' | 'publicUrl' | 'log'>,
): Sender {
  const id = randomUUID();
  const recorder = createRecorder(deps, id);
  const clock = createLedgerClock();
  const usedAtMs = new Map<string, number>();
  const pending = new Set<Promise<void>>();
  let inHand = 0;

  const back = async (items: readonly GiveBack[], from: 'INTENT' | 'SENDING'): Promise<void> => {
    if (items.length === 0) return;
    await giveBack(deps, items, from === 'INTENT' ? { state: 'INTENT' } : { state: 'SENDING', sender: id });
  };

  /**
   * The gate may have let attempts through and its answer been lost. None of them was handed to an adapter, so none
   * left: they go back from either state, instead of being looked up and parked.
   */
  const gateOrGiveBack = async (items: readonly GateItem[]): Promise<GateVerdict[]> => {
    try {
      return await gate(deps, { sender: id, items });
    } catch (error) {
      deps.log.warn({ error, count: items.length }, 'gate failed: its attempts are given back');
      const all = items.map(({ attemptId }) => ({ attemptId, reason: 'gate_unanswered' as const }));
      await back(all, 'INTENT');
      await back(all, 'SENDING');
      return [];
    }
  };

  /**
   * A paced send has milliseconds, a new connection to a far provider takes more: a cheap read opens one ahead of the
   * send, and one more whenever a send came too late for want of it.
   */
  const warm = (accountId: string, telephony: Telephony): void => {
    usedAtMs.set(accountId, performance.now());
    telephony.check().catch(() => {});
  };

  /** From gate to record: attempts of about the same send time. */
  const sendGroup = async ({ run, step, telephony, maxLateMs }: Carriage, group: readonly Ready[]): Promise<void> => {
    const isLate = (attempt: Ready): boolean => performance.now() > attempt.atMs + maxLateMs;
    const late = group.filter(isLate);
    const broken = group.filter((attempt) => !attempt.rendered.ok && !isLate(attempt));
    await back(
      [
        ...late.map(({ attemptId }) => ({ attemptId, reason: 'sent_late' as const })),
        ...broken.map(({ attemptId, rendered }) => ({
          attemptId,
          reason: 'template_failed' as const,
          message: rendered.ok ? '' : rendered.message,
        })),
      ],
      'INTENT',
    );
    const items: GateItem[] = group.flatMap((attempt) =>
      attempt.rendered.ok && !late.includes(attempt)
        ? [{ attemptId: attempt.attemptId, rendered: { ...attempt.rendered, ok: undefined } }]
        : [],
    );
    if (items.length === 0) return;
    const gateStartMs = performance.now();
    const verdicts = await gateOrGiveBack(items);
    const refusalOf = new Map(verdicts.map((verdict) => [verdict.attemptId, verdict.refusal]));
    const passed = group.filter((attempt) => refusalOf.get(attempt.attemptId) === null);
    const refused = verdicts.flatMap(({ attemptId, refusal }) => (refusal ? [{ attemptId, reason: refusal }] : []));
    const sends = passed.map(async (attempt) => {
      const waitMs = attempt.atMs - performance.now();
      if (waitMs > 1) await sleep(waitMs);
      const mayStart = (): boolean => performance.now() - gateStartMs < GATE_DEADLINE_MS && !isLate(attempt);
      const placed = await placeSafely(telephony, run.settings, step, attempt, mayStart);
      // The socket that was opened for it is lost with it: the next one shall find another.
      if (placed.missedDeadline) warm(step.accountId, telephony);
      await recorder.add({ attemptId: attempt.attemptId, ...placed });
    });
    await Promise.all([back(refused, 'INTENT'), ...sends]);
  };

  const placeSafely = async (
    telephony: Telephony,
    settings: CampaignSettings,
    step: StepContext,
    attempt: Ready,
    mayStart: () => boolean,
  ): Promise<{ result: PlaceResult; missedDeadline: boolean }> => {
    let allowed: boolean | undefined;
    try {
      const result = await place(deps, telephony, settings, step, attempt, { mayStart: () => (allowed = mayStart()) });
      return { result, missedDeadline: allowed === false };
    } catch (error) {
      // An adapter must not throw; if one does, only what never asked to start surely did not leave.
      deps.log.error({ attemptId: attempt.attemptId, error }, 'adapter failed while placing');
      const message = error instanceof Error ? error.message : String(error);
      const result: PlaceResult =
        allowed === true ? { kind: 'ambiguous', message, startedAtMs: Date.now() } : { kind: 'not_sent', message };
      return { result, missedDeadline: allowed === false };
    }
  };

  const carry = async (run: RunContext, step: StepContext, claim: ClaimResult): Promise<void> => {
    const settings = run.settings.steps[step.index];
    if (!settings) return;
    const telephony = await deps.telephonyFor(step.accountId);
    const idleMs = performance.now() - (usedAtMs.get(step.accountId) ?? -Infinity);
    if (claim.maxLateMs < Infinity && idleMs > SOCKET_IDLE_MS) warm(step.accountId, telephony);
    usedAtMs.set(step.accountId, performance.now());
    const ready = claim.attempts.map((attempt) => ({
      ...attempt,
      atMs: clock.toLocalMs(attempt.grantedAtMs),
      rendered: renderAttempt(settings, attempt),
    }));
    for (let from = 0; from < ready.length;) {
      const first = ready[from];
      if (!first) break;
      const waitMs = first.atMs - GATE_AHEAD_MS - performance.now();
      if (waitMs > 1) await sleep(waitMs);
      let to = from;
      while (to < ready.length && (ready[to]?.atMs ?? 0) <= performance.now() + GATE_AHEAD_MS) to++;
      const group = ready.slice(from, Math.max(to, from + 1));
      track(sendGroup({ run, step, telephony, maxLateMs: claim.maxLateMs }, group), group.length);
      from += group.length;
    }
  };

  const track = (work: Promise<void>, count: number): void => {
    inHand += count;
    const done = work
      .catch((error: unknown) => deps.log.error({ error }, 'sending failed; the attempts stay for the reconciler'))
      .finally(() => {
        inHand -= count;
        pending.delete(done);
      });
    pending.add(done);
  };

  return {
    id,
    submit: (run, step, claim) => {
      clock.observe(claim.reading);
      if (claim.attempts.length > 0) track(carry(run, step, claim), 0);
    },
    load: () => inHand,
    drain: async () => {
      while (pending.size > 0) await Promise.all(pending);
      await recorder.flush();
    },
  };
}
