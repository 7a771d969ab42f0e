import type { JudgeFacts } from './facts.ts';
import { capsRule, consentRule, suppressionRule, takenRule } from './person-rules.ts';
import type { RuleLook } from './rule-look.ts';
import { accountRule, breakerRule, campaignRule, installationRule, paceRule } from './stop-rules.ts';
import { expiryRule, planRule, tooEarlyRule, windowRule, zoneRule } from './time-rules.ts';

/** Every rule in the order in which the gate asks, and the first that is in the way. */
export interface Judgement {
  rules: RuleLook[];
  /** Null = nothing is in the way. */
  deciding: RuleLook | null;
}

const IN_ORDER = [
  installationRule,
  accountRule,
  breakerRule,
  campaignRule,
  suppressionRule,
  consentRule,
  zoneRule,
  tooEarlyRule,
  expiryRule,
  windowRule,
  planRule,
  takenRule,
  capsRule,
  paceRule,
] as const;

/**
 * Looks at every rule, also behind the first that says no. It says in words what the gate decides in SQL
 * (engine/dialing/gate.ts), from facts that may be of any instant.
 */
export function judge(facts: JudgeFacts): Judgement {
  const rules = IN_ORDER.map((look) => look(facts));
  return { rules, deciding: rules.find(({ verdict }) => verdict === 'forbids' || verdict === 'waits') ?? null };
}
