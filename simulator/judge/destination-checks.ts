import type { Channel, Dial } from '../world/records.ts';

export interface DestinationRules {
  channel: Channel | 'all';
  /** Null = do not check. */
  maxPerDestination: number | null;
  minGapMs: number | null;
}

export interface DestinationFindings {
  destinations: number;
  /** Destinations with more dials than allowed. */
  moreThanAllowed: number;
  /** Dials that began while an earlier one to the same destination was not over. */
  twoAtOnce: number;
  /** Dials that began sooner after the end of an earlier one than the least wait. */
  soonerThanWait: number;
  /** A few destinations of each finding. */
  examples: { moreThanAllowed: string[]; twoAtOnce: string[]; soonerThanWait: string[] };
}

const EXAMPLES = 20;

/** When a dial is over: a text at once; a call that still rings, never so far. */
const endOf = (dial: Dial): number => (dial.channel === 'sms' ? dial.receivedAtMs : (dial.endedAtMs ?? Infinity));

export const checkDestinations = (dials: readonly Dial[], rules: DestinationRules): DestinationFindings => {
  const byDestination = new Map<string, Dial[]>();
  for (const dial of dials) {
    if (rules.channel !== 'all' && dial.channel !== rules.channel) continue;
    const known = byDestination.get(dial.to);
    if (known === undefined) byDestination.set(dial.to, [dial]);
    else known.push(dial);
  }
  const examples = {
    moreThanAllowed: new Set<string>(),
    twoAtOnce: new Set<string>(),
    soonerThanWait: new Set<string>(),
  };
  const note = (kind: keyof typeof examples, to: string): void => {
    if (examples[kind].size < EXAMPLES) examples[kind].add(to);
  };
  let [moreThanAllowed, twoAtOnce, soonerThanWait] = [0, 0, 0];
  for (const [to, own] of byDestination) {
    if (rules.maxPerDestination !== null && own.length > rules.maxPerDestination) {
      moreThanAllowed += 1;
      note('moreThanAllowed', to);
    }
    let lastEndMs = -Infinity;
    for (const dial of own) {
      const gapMs = dial.receivedAtMs - lastEndMs;
      if (gapMs < 0) {
        twoAtOnce += 1;
        note('twoAtOnce', to);
      } else if (rules.minGapMs !== null && gapMs < rules.minGapMs) {
        soonerThanWait += 1;
        note('soonerThanWait', to);
      }
      lastEndMs = Math.max(lastEndMs, endOf(dial));
    }
  }
  return {
    destinations: byDestination.size,
    moreThanAllowed,
    twoAtOnce,
    soonerThanWait,
    examples: {
      moreThanAllowed: [...examples.moreThanAllowed],
      twoAtOnce: [...examples.twoAtOnce],
      soonerThanWait: [...examples.soonerThanWait],
    },
  };
};
