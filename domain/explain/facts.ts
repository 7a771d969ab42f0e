import type { AttemptState } from '../attempt-state.ts';
import type { CampaignSettings } from '../campaign-settings.ts';
import type { Channel } from '../channel.ts';
import type { ContactState } from '../contact-state.ts';
import type { ConsentEvent, ConsentHeld } from '../law/consent-held.ts';
import type { AppliedLaw } from '../law/law-of.ts';
import type { ConsentClass, LawBook, LawCap } from '../law/law-rule.ts';
import type { SuppressionScope } from '../suppression-scope.ts';
import type { MessageThen } from './message-then.ts';
import type { ZoneSource } from '../zone-source.ts';
import type { ZoneTable } from '../zone-table.ts';

/** Somebody's word that stops things, as it stood at the instant. */
export interface SaidStop {
  sinceMs: number;
  by: string | null;
  reason: string | null;
}

/** `none`: the campaign did not exist yet. */
export type RunStateThen = 'none' | 'draft' | 'running' | 'paused' | 'cancelled' | 'completed';

export interface SuppressionThen extends SuppressionScope {
  phone: number;
  source: string;
  list: string | null;
  sinceMs: number;
  evidence: string | null;
}

export type ConsentThen = ConsentHeld<ConsentEvent & { method: string }>;

/** When an attempt was planned for: what the gate compares with its clock. */
export interface PlannedTimes {
  dueAtMs: number;
  closesAtMs: number;
  expiresAtMs: number;
  /** Claimed for these very times; a row that waits can still be planned anew. */
  claimed: boolean;
  /** Made under settings that were replaced since. */
  outdated: boolean;
}

/** What rules of law held, as far as they were written down with the decision. */
export interface LawThen {
  ruleIds: readonly string[];
  caps: readonly LawCap[];
  consent: ConsentClass;
}

/**
 * After a dial, as what follows another step, by its own row, by the step of its programme, put off by whoever gave it
 * back, or until its campaign starts.
 */
export type WhyNotBefore = 'retry' | 'follow_up' | 'row' | 'step' | 'plan' | 'start';

/** Everything that decides about one contact's number at one instant. All times are ms since 1970. */
export interface JudgeFacts {
  atMs: number;
  /** False: the instant is past, and what no history keeps cannot be told. */
  isNow: boolean;
  installation: SaidStop | null;
  account: { name: string; stop: SaidStop | null; breaker: BreakerThen | null } | null;
  /** Null = its list belongs to no campaign. */
  run: (Partial<SaidStop> & { state: RunStateThen; programme?: string }) | null;
  settings: { value: CampaignSettings; version: string } | null;
  step: number;
  /** Null = it is no message of appointments. */
  message: MessageThen | null;
  channel: Channel;
  number: { phone: number; zones: readonly string[]; zoneSource: ZoneSource; placeKey: string };
  marginMs: number;
  suppressions: readonly SuppressionThen[];
  consent: ConsentThen;
  /** By the rules as they are today. */
  law: AppliedLaw;
  /** Written down with the attempt; null = none was made at that time. */
  lawThen: LawThen | null;
  /** Versions of the rule files as text; `not_known` where those of today were not in use yet. */
  lawVersion: string;
  /** False: other rules were in force then, and `law` cannot say what they left open. */
  lawIsToday: boolean;
  /** Of an attempt or a due row. */
  planned: PlannedTimes | null;
  /** No attempt before, whatever the window says, and why. */
  notBefore: { atMs: number; why: WhyNotBefore; dials?: number } | null;
  /** When attempts that count passed the gate, over all numbers of the person. */
  gatedAtMs: readonly number[];
  /** The attempt of the person that was open, of whatever campaign. */
  takenBy: { attemptId: string; contactId: number } | null;
  /** What its campaign waits for now: slots, credit, budget ... */
  blockedReason: string | null;
  table: ZoneTable;
  book: LawBook;
}

export interface BreakerThen {
  state: 'closed' | 'open' | 'probing';
  reason: string | null;
  resumeAtMs: number | null;
}

/** What is on record of the contact itself. */
export interface ContactFacts {
  contactId: number;
  campaignId: string | null;
  /** Its name; that of its programme where it is a hidden one. */
  campaign: string | null;
  /** As it is today. */
  state: ContactState;
  reason: string | null;
  /** Dials in its step. */
  dials: number;
  /** Its state of today was that of the instant already. */
  unchangedSince: boolean;
  /** Not planned yet, or planned. */
  isPlanned: boolean;
  lastOutcome: string | null;
  /** Its attempt that was open then. */
  open: { attemptId: string; state: AttemptState; gatedAtMs: number | null; sentAtMs: number | null } | null;
  /** Its attempt that was let through or given back at that very moment. */
  judged: { attemptId: string; atMs: number; refusal: string | null } | null;
}
