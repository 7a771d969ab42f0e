import type { DistributionSettings } from './callees/distribution.ts';

/** faithful = the documented limits of the providers; unlimited = none, for load. Results print which. */
export type Plan = 'faithful' | 'unlimited';

export interface SimulatorOptions {
  host: string;
  /** 0 = any free port. */
  port: number;
  plan: Plan;
  /** Ring and talk time, transcript delays and SMS reply delays are divided by it. Rates and lateness are not. */
  speed: number;
  seed: number;
  /** Who answers when neither a script nor a number pattern decides. */
  distribution: DistributionSettings | 'answer' | 'mixed';
  /** AgentNumber balance of a new account, in cents. */
  startBalanceCents: number;
  /** AgentNumber price of a number, in cents (documentation 500, public source 150). */
  numberPriceCents: number;
  /** AgentNumber error envelope: the documentation's `{success:false,error}`, or the public source's `{error}`. */
  errorEnvelope: 'documented' | 'source';
  /** AgentNumber credit purchase: adds credit at once, or answers 402 with payment terms first (public source). */
  purchaseMode: 'documented' | 'x402';
  /** AgentNumber lists `call.started` among its events, but its source never sends it. */
  emitCallStarted: boolean;
  /** Cartesia calls at once per account on plan faithful (documented plans: 8, 12, 20, 60). */
  cartesiaConcurrency: number;
  /** What Cartesia does above its concurrency: not documented, so both can be tried. */
  cartesiaOverConcurrency: 'queue' | 'reject';
  /** Cartesia phone numbers per account on plan faithful (documented plans: 1, 3, 5, 10). */
  cartesiaNumberSlots: number;
  cartesiaRounding: 'second' | 'minute';
  emitCallTurns: boolean;
}

/** Defaults: a plain world where everybody answers, so that a test states only what it is about. */
export const DEFAULT_OPTIONS: SimulatorOptions = {
  host: '127.0.0.1',
  port: 0,
  plan: 'faithful',
  speed: 1,
  seed: 1,
  distribution: 'answer',
  startBalanceCents: 10_000_000,
  numberPriceCents: 500,
  errorEnvelope: 'documented',
  purchaseMode: 'documented',
  emitCallStarted: false,
  cartesiaConcurrency: 8,
  cartesiaOverConcurrency: 'queue',
  cartesiaNumberSlots: 10,
  cartesiaRounding: 'second',
  emitCallTurns: false,
};
