import { isTerminal } from '../contact-state.ts';
import type { ContactFacts, JudgeFacts } from './facts.ts';
import type { Judgement } from './judge.ts';
import { ruleOfRefusal, type RuleLook, type RuleName } from './rule-look.ts';
import { sayMessage, sayMessageEnd } from './say-message.ts';
import { sayUtc } from './say-when.ts';
import { sayOpens } from './time-rules.ts';

export const VERDICTS = ['dialled', 'refused', 'waiting', 'finished', 'not_in_a_campaign'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What all of it comes to for one contact at one instant. */
export interface Whole {
  verdict: Verdict;
  /** Stable. */
  code: string;
  decidingRule: RuleName | null;
  /** One plain sentence. */
  message: string;
  /** When something can change by itself; null = only a person or an event changes it. */
  nextAtMs: number | null;
}

/** What was done and written down goes before what the rules come to. */
export function whole(contact: ContactFacts, facts: JudgeFacts, judgement: Judgement): Whole {
  const { judged, open } = contact;
  const say = (verdict: Verdict, code: string, message: string): Whole => ({
    verdict,
    code,
    decidingRule: null,
    message,
    nextAtMs: null,
  });
  const { message } = facts;
  if (facts.run === null && message) {
    return say('not_in_a_campaign', 'not_planned_yet', `${sayMessage(message, facts.table)}: no plan had it yet.`);
  }
  if (facts.run === null || facts.run.state === 'none') {
    return say('not_in_a_campaign', 'no_campaign', 'Its list belongs to no campaign yet.');
  }
  if (judged) return saySettled(judged, judgement.rules);
  if (contact.unchangedSince && isTerminal(contact.state)) {
    const { isNow, table } = facts;
    const end = message && sayMessageEnd(message, contact.reason ?? contact.state, { isNow, table });
    if (end) return say('finished', contact.reason ?? contact.state, end);
    const reason = contact.reason ? ` (${contact.reason.replaceAll('_', ' ')})` : '';
    return say(
      'finished',
      contact.reason ?? contact.state,
      `${ENDS[contact.state] ?? contact.state}${reason}, after ${contact.dials} ${contact.dials === 1 ? 'dial' : 'dials'} in its last step.${message ? ` It was ${sayMessage(message, table)}.` : ''}`,
    );
  }
  if (open) {
    return open.gatedAtMs === null
      ? say('waiting', `in_flight_${open.state.toLowerCase()}`, 'An attempt is about to be sent.')
      : say(
          'dialled',
          `in_flight_${open.state.toLowerCase()}`,
          `An attempt is under way: ${open.state}${open.sentAtMs === null ? '' : `, sent at ${sayUtc(open.sentAtMs)}`}.`,
        );
  }
  return byRules(contact, facts, judgement.deciding);
}

function saySettled({ attemptId, atMs, refusal }: NonNullable<ContactFacts['judged']>, rules: RuleLook[]): Whole {
  if (refusal === null) {
    return {
      verdict: 'dialled',
      code: 'dialled',
      decidingRule: null,
      message: `Attempt ${attemptId} was let through at ${sayUtc(atMs)}.`,
      nextAtMs: null,
    };
  }
  const rule = ruleOfRefusal(refusal);
  const look = rules.find((each) => each.rule === rule);
  return {
    verdict: 'refused',
    code: refusal,
    decidingRule: rule,
    message: `Attempt ${attemptId} was given back unsent at ${sayUtc(atMs)}: ${refusal}${look ? ` (${look.evidence})` : ''}.`,
    nextAtMs: look?.nextChangeAtMs ?? null,
  };
}

/** How a contact ended, as a sentence begins. */
const ENDS: Readonly<Partial<Record<ContactFacts['state'], string>>> = {
  reached: 'Reached',
  exhausted: 'Every try was used up',
  failed: 'Failed for good',
  suppressed: 'Not dialled: the person said no',
  unknown_zone: 'Not dialled: nobody knows the time zone',
  no_consent: 'Not dialled: no consent is on record',
  expired: 'Not dialled in time',
  parked: 'Nobody can tell whether it was dialled',
  cancelled: 'Cancelled',
};

const CODES: Readonly<Record<Exclude<RuleName, 'campaign' | 'too_early' | 'pace'>, string>> = {
  installation: 'installation_stopped',
  account: 'account_stopped',
  breaker: 'account_breaker_open',
  suppression: 'opted_out',
  consent: 'no_consent',
  zone: 'zone_unknown',
  expiry: 'expired',
  window: 'waits_for_window',
  plan: 'waits_for_plan',
  person_taken: 'person_taken',
  caps: 'person_cap',
};
const CAMPAIGN_CODES = { none: 'no_campaign', draft: 'not_launched', running: 'waits_for_turn' } as const;
const PUT_OFF_CODES = {
  retry: 'waits_for_retry',
  follow_up: 'waits_for_follow_up',
  step: 'waits_for_its_time',
  row: 'waits_for_its_time',
  start: 'waits_for_start',
  plan: 'put_off',
} as const;

function byRules(contact: ContactFacts, facts: JudgeFacts, deciding: RuleLook | null): Whole {
  if (deciding === null) {
    return contact.isPlanned
      ? waiting('waits_for_turn', 'It is due; others come first, by pace and free slots.')
      : waiting('waits_for_plan', `It is planned by the next turn of its ${facts.message ? 'programme' : 'campaign'}.`);
  }
  const { rule, verdict, evidence, nextChangeAtMs } = deciding;
  const opens = rule === 'window' && nextChangeAtMs !== null ? `${sayOpens(facts, nextChangeAtMs)}; ` : '';
  return {
    verdict: verdict === 'forbids' ? 'refused' : 'waiting',
    code: codeOf(rule, facts),
    decidingRule: rule,
    message: `${capital(`${opens}${evidence}`)}.`,
    nextAtMs: nextChangeAtMs,
  };
}

const waiting = (code: string, message: string): Whole => ({
  verdict: 'waiting',
  code,
  decidingRule: null,
  message,
  nextAtMs: null,
});

function codeOf(rule: RuleName, { run, notBefore, blockedReason, message }: JudgeFacts): string {
  if (rule === 'plan' && message?.withdrawn) return `appointment_${message.withdrawn.change}`;
  if (rule === 'pace') return `blocked_${blockedReason ?? 'unknown'}`;
  if (rule === 'too_early') return PUT_OFF_CODES[notBefore?.why ?? 'plan'];
  if (rule !== 'campaign') return CODES[rule];
  const state = run?.state ?? 'none';
  return state === 'none' || state === 'draft' || state === 'running' ? CAMPAIGN_CODES[state] : `campaign_${state}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
