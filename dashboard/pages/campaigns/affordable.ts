export interface Round {
  people: number;
  /** One try of everybody, each at its dearest. */
  oneRoundMicros: number;
}

export interface Cover {
  /** What runs out first; null = one try of everybody is covered. */
  by: 'budget' | 'credit' | null;
  micros: number;
  /** So many are tried before it is used up, each at the dearest. */
  people: number;
}

/** How far the budget and the credit of the account go in the first round; null = no limit, or not known. Pure. */
export function coverOf(round: Round, budgetMicros: number | null, creditMicros: number | null): Cover {
  const credit = creditMicros === null ? Infinity : Math.max(0, creditMicros);
  const micros = Math.min(credit, budgetMicros ?? Infinity);
  if (micros >= round.oneRoundMicros) return { by: null, micros, people: round.people };
  const by = budgetMicros !== null && budgetMicros <= credit ? 'budget' : 'credit';
  return { by, micros, people: Math.floor((micros * round.people) / round.oneRoundMicros) };
}
