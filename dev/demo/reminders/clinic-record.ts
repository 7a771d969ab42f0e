/** One thing that the clinic knows of an appointment. */
export interface Fact {
  externalId: string;
  phone: string;
  zone: string;
  startsAtMs: number;
  state: 'booked' | 'confirmed' | 'cancelled';
  /** It may hold since then: the request had begun. By the simulator's clock. */
  fromMs: number;
  /** It surely holds since then: the answer was there, or the event had arrived. */
  sureMs: number;
}

/**
 * What the clinic's own system knew at each time: by the answers to its requests, and by the events that it was sent.
 * The judge goes by this, not by what Outdial keeps.
 */
export interface ClinicRecord {
  add: (fact: Fact) => void;
  /** What is known last of each appointment. */
  now: () => Fact[];
  of: (externalId: string) => Fact | undefined;
  /** Facts of each appointment in the order of time. */
  histories: () => ReadonlyMap<string, readonly Fact[]>;
}

export function createClinicRecord(): ClinicRecord {
  const facts = new Map<string, Fact[]>();
  return {
    add: (fact) => {
      const list = facts.get(fact.externalId) ?? [];
      facts.set(fact.externalId, list);
      list.push(fact);
      list.sort((a, b) => a.fromMs - b.fromMs);
    },
    now: () => [...facts.values()].flatMap((list) => list.at(-1) ?? []),
    of: (externalId) => facts.get(externalId)?.at(-1),
    histories: () => facts,
  };
}
