/** The rules that are looked at, in the order of the gate; `zone` and `pace` are asked by planner and claim. */
export const RULE_NAMES = [
  'installation',
  'account',
  'breaker',
  'campaign',
  'suppression',
  'consent',
  'zone',
  'too_early',
  'expiry',
  'window',
  'plan',
  'person_taken',
  'caps',
  'pace',
] as const;
export type RuleName = (typeof RULE_NAMES)[number];

/** `forbids`: until somebody or something changes it. `waits`: until a time that comes by itself. */
export const RULE_VERDICTS = ['passes', 'forbids', 'waits', 'not_known'] as const;
export type RuleVerdict = (typeof RULE_VERDICTS)[number];

/** One rule, and what it comes to. */
export interface RuleLook {
  rule: RuleName;
  verdict: RuleVerdict;
  /** Of what was looked at: settings or rule files. Null = it has no versions. */
  version: string | null;
  evidence: string;
  nextChangeAtMs: number | null;
  whatWouldChange: string | null;
}

/** The words of the gate (GateRefusal) by the rule that they speak of. */
const RULE_OF_REFUSAL: Readonly<Record<string, RuleName>> = {
  stopped_all: 'installation',
  account_stopped: 'account',
  breaker_open: 'breaker',
  campaign_paused: 'campaign',
  campaign_cancelled: 'campaign',
  opted_out: 'suppression',
  no_consent: 'consent',
  too_early: 'too_early',
  expired: 'expiry',
  window_closed: 'window',
  plan_changed: 'plan',
  person_taken: 'person_taken',
  person_cap: 'caps',
};

/** The rule that a refusal of the gate speaks of; null = the sender gave it back, for no rule. */
export const ruleOfRefusal = (refusal: string): RuleName | null =>
  // A message that its appointment took back: the plan has it no more.
  refusal.startsWith('appointment_') ? 'plan' : (RULE_OF_REFUSAL[refusal] ?? null);

export const passes = (rule: RuleName, evidence: string, version: string | null = null): RuleLook => ({
  rule,
  verdict: 'passes',
  version,
  evidence,
  nextChangeAtMs: null,
  whatWouldChange: null,
});

export const forbids = (
  rule: RuleName,
  evidence: string,
  whatWouldChange: string,
  version: string | null = null,
): RuleLook => ({ rule, verdict: 'forbids', version, evidence, nextChangeAtMs: null, whatWouldChange });

export const waits = (
  rule: RuleName,
  evidence: string,
  nextChangeAtMs: number | null,
  whatWouldChange: string,
  version: string | null = null,
): RuleLook => ({ rule, verdict: 'waits', version, evidence, nextChangeAtMs, whatWouldChange });

export const notKnown = (rule: RuleName, evidence: string, version: string | null = null): RuleLook => ({
  rule,
  verdict: 'not_known',
  version,
  evidence,
  nextChangeAtMs: null,
  whatWouldChange: null,
});
