import type { Retry } from './queries.ts';

export interface PlanAccount {
  matches: number;
  /** Left out when the plan was made, by reason. */
  before: { reason: string; words: string; count: number }[];
  willDial: number;
  /** Left out only afterwards. */
  since: { reason: string; words: string; count: number }[];
  givenBack: number;
  dialled: number;
  inFlight: number;
  /** Still to come. */
  left: number;
}

/** Pure: from whom the plan matched to what became of each; every difference has its reason. */
export function accountOf({ plan, members }: Pick<Retry, 'plan' | 'members'>): PlanAccount {
  const { exclusions, matches, willDial } = plan;
  return {
    matches,
    before: named(exclusions, ({ count, since }) => count - since),
    willDial,
    since: named(exclusions, ({ since }) => since),
    givenBack: members.givenBack,
    dialled: members.done,
    inFlight: members.inFlight,
    left: members.queued + members.waiting + members.planned,
  };
}

type Exclusion = Retry['plan']['exclusions'][number];

const named = (exclusions: readonly Exclusion[], of: (one: Exclusion) => number): PlanAccount['since'] =>
  exclusions.flatMap((one) => (of(one) > 0 ? [{ reason: one.reason, words: one.words, count: of(one) }] : []));
