import type { CallingHours } from './calling-hours.ts';
import type { Channel } from './channel.ts';
import type { DialLimits } from './dial-limits.ts';
import type { Purpose } from './purpose.ts';

/** One step of a campaign's plan. Account, number and agent are ids of Outdial's own rows (agent: the provider's). */
export interface CampaignStep {
  channel: Channel;
  accountId: string;
  numberId: string;
  /** The provider's agent id, where the provider takes one per call. */
  agentRef?: string;
  /** Liquid source of each agent variable (call). */
  variables?: Record<string, string>;
  /** Liquid source of the text (sms). */
  text?: string;
  /** In place of `text` or `variables` where the message tells of a moved appointment. */
  movedText?: string;
  movedVariables?: Record<string, string>;
  /** Dials of this step in place of the campaign's. */
  maxAttempts?: number;
  /** Nothing leads to it: it is planned by its own time, as each reminder of a programme is. */
  startsChain?: true;
  /** When it follows the step before it; absent = at once, when that one did not reach the person. */
  follows?: { when: 'not_reached' | 'no_reply'; afterSeconds: number };
  /** No longer a part of the plan; kept, because rows name steps by their place. */
  retired?: true;
}

/** Everything that a campaign was told to do. Stored as JSON; a change bumps the run's policy version. */
export interface CampaignSettings extends DialLimits {
  /**
   * One or two steps: call, sms, or call then sms. The second follows when the first did not reach the person. Of a
   * programme's hidden campaign: every action, by its slot.
   */
  steps: CampaignStep[];
  /** What it is for: decides which rules of law hold, and which suppressions and consent count. */
  purpose: Purpose;
  hours: CallingHours;
  /** Nothing goes out before; null = from the launch on. */
  startsAtMs: number | null;
  /** Nothing goes out at or after, and what is left expires; null = no end. */
  endsAtMs: number | null;
  /** What is left when a window closes: planned into the next one, or ended as expired. */
  leftovers: 'roll' | 'expire';
  /** An attempt is useless this long after it was due. */
  expiresAfterSeconds: number;
  /** Of a test, whose own campaign is a hidden one: the campaign that is tried, and which of its steps. */
  testOf?: { campaignId: string; step: number };
}
