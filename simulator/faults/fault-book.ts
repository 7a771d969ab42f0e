import type { Callees } from '../callees/callees.ts';
import { draw } from '../world/seeded-draw.ts';
import type { Provider } from '../world/records.ts';
import { FAULT_KINDS, REQUEST_FAULTS, WEBHOOK_FAULTS, isRequestFault, isWebhookFault } from './fault-kinds.ts';
import type { FaultKind, RequestFault, WebhookFault } from './fault-kinds.ts';

/** "The next `count` calls of this number" (of any number when `to` is null). */
export interface NextFault {
  kind: FaultKind;
  to: string | null;
  count: number;
}

export interface FaultSettings {
  rates: Partial<Record<FaultKind, number>>;
  slowAnswerMs: number;
  lateWebhookMs: number;
}

export interface FaultBook {
  settings: FaultSettings;
  drawRequest: (provider: Provider, to: string, requestIndex: number) => RequestFault | null;
  /** `hasNext`: a later event of the same dial will come, without which nothing can be reordered. */
  drawWebhook: (to: string, dialIndex: number, event: string, hasNext: boolean) => WebhookFault | null;
  addNext: (next: NextFault) => void;
  /** Called when a fault has really happened. */
  fired: (kind: FaultKind) => void;
  counts: () => Record<FaultKind, number>;
  clear: () => void;
  reset: (seed: number) => void;
}

const noCounts = (): Record<FaultKind, number> => ({
  accept_then_timeout: 0,
  accept_then_500: 0,
  reject_500: 0,
  reject_429: 0,
  reject_402: 0,
  never_listed: 0,
  slow_answer: 0,
  html_answer: 0,
  empty_answer: 0,
  cut_answer: 0,
  webhook_lost: 0,
  webhook_late: 0,
  webhook_doubled: 0,
  webhook_reordered: 0,
});

export const createFaultBook = (firstSeed: number, callees: Callees): FaultBook => {
  let seed = firstSeed;
  let nexts: NextFault[] = [];
  let counts = noCounts();
  const settings: FaultSettings = { rates: {}, slowAnswerMs: 3000, lateWebhookMs: 10_000 };

  const takeNext = (to: string, fits: (kind: FaultKind) => boolean): FaultKind | undefined => {
    const next = nexts.find((each) => each.count > 0 && (each.to === null || each.to === to) && fits(each.kind));
    if (next === undefined) return undefined;
    next.count -= 1;
    if (next.count === 0) nexts = nexts.filter((each) => each.count > 0);
    return next.kind;
  };
  /** One draw decides between all kinds of a family, so that their rates add up. */
  const pick = <K extends FaultKind>(kinds: readonly K[], drawn: number, fits: (kind: K) => boolean): K | null => {
    let rest = drawn;
    for (const kind of kinds) {
      rest -= settings.rates[kind] ?? 0;
      if (rest < 0) return fits(kind) ? kind : null;
    }
    return null;
  };

  return {
    settings,
    drawRequest: (provider, to, requestIndex) => {
      // Only AgentNumber writes its record after it has dialled.
      const fits = (kind: FaultKind): boolean =>
        isRequestFault(kind) && (kind !== 'never_listed' || provider === 'agentnumber');
      const chosen = takeNext(to, fits) ?? (requestIndex === 0 ? callees.patternFault(to) : undefined);
      if (chosen !== undefined && fits(chosen) && isRequestFault(chosen)) return chosen;
      return pick(REQUEST_FAULTS, draw(seed, 'fault', to, requestIndex), fits);
    },
    drawWebhook: (to, dialIndex, event, hasNext) => {
      const fits = (kind: FaultKind): boolean => isWebhookFault(kind) && (kind !== 'webhook_reordered' || hasNext);
      const chosen = takeNext(to, fits) ?? (dialIndex === 0 ? callees.patternFault(to) : undefined);
      if (chosen !== undefined && fits(chosen) && isWebhookFault(chosen)) return chosen;
      return pick(WEBHOOK_FAULTS, draw(seed, event, to, dialIndex), fits);
    },
    addNext: (next) => {
      nexts.push(next);
    },
    fired: (kind) => {
      counts[kind] += 1;
    },
    counts: () => ({ ...counts }),
    clear: () => {
      nexts = [];
      for (const kind of FAULT_KINDS) delete settings.rates[kind];
    },
    reset: (nextSeed) => {
      seed = nextSeed;
      counts = noCounts();
    },
  };
};
