import type { FaultKind } from '../faults/fault-kinds.ts';
import type { CallBehaviour, SmsBehaviour } from './behaviour.ts';
import { EVERYBODY_ANSWERS, MIXED_POPULATION, drawCallBehaviour, drawSmsBehaviour } from './distribution.ts';
import type { DistributionSettings } from './distribution.ts';
import { patternOf } from './patterns.ts';

/** One phone in the world, whoever calls it. */
export interface Destination {
  /** Requests to call or text it, and those that were carried out. */
  requests: number;
  calls: number;
  texts: number;
  /** Its script, if any: step n for call n, the last one repeated. */
  callScript: readonly CallBehaviour[] | null;
  smsScript: SmsBehaviour | null;
}

export interface Callees {
  at: (to: string) => Destination;
  count: () => number;
  nextCall: (to: string) => CallBehaviour;
  nextText: (to: string) => SmsBehaviour;
  patternFault: (to: string) => FaultKind | undefined;
  setDistribution: (settings: DistributionSettings | 'answer' | 'mixed', patterns: boolean) => void;
  reset: (seed: number) => void;
}

const settingsOf = (distribution: DistributionSettings | 'answer' | 'mixed'): DistributionSettings => {
  if (distribution === 'answer') return EVERYBODY_ANSWERS;
  return distribution === 'mixed' ? MIXED_POPULATION : distribution;
};

/** Chooses what a destination does: its script, else its number pattern, else the seeded distribution. */
export const createCallees = (firstSeed: number, distribution: DistributionSettings | 'answer' | 'mixed'): Callees => {
  let seed = firstSeed;
  let settings = settingsOf(distribution);
  let usesPatterns = true;
  const destinations = new Map<string, Destination>();

  const at = (to: string): Destination => {
    let found = destinations.get(to);
    if (found === undefined) {
      found = { requests: 0, calls: 0, texts: 0, callScript: null, smsScript: null };
      destinations.set(to, found);
    }
    return found;
  };

  return {
    at,
    count: () => destinations.size,
    nextCall: (to) => {
      const { calls, callScript } = at(to);
      const steps = callScript ?? (usesPatterns ? patternOf(to)?.calls : undefined);
      return steps?.[Math.min(calls, steps.length - 1)] ?? drawCallBehaviour(seed, settings, to, calls);
    },
    nextText: (to) => {
      const { texts, smsScript } = at(to);
      const scripted = smsScript ?? (usesPatterns ? patternOf(to)?.sms : undefined);
      return scripted ?? drawSmsBehaviour(seed, settings, to, texts);
    },
    patternFault: (to) => (usesPatterns ? patternOf(to)?.fault : undefined),
    setDistribution: (next, patterns) => {
      settings = settingsOf(next);
      usesPatterns = patterns;
    },
    reset: (nextSeed) => {
      seed = nextSeed;
      destinations.clear();
    },
  };
};
