import type { Channel } from '../../domain/channel.ts';
import type { TelephonyAccount } from '../ports.ts';

export type Provider = TelephonyAccount['provider'];

/** At most `maxCount` sends in any window of `windowMs`; without a channel it counts both. */
export interface PaceLimit {
  channel: Channel | null;
  maxCount: number;
  windowMs: number;
  /** Outdial's id of one number of the account; absent = the whole account. */
  numberId?: string;
}

interface ProviderDefaults {
  baseUrl: string;
  callMicrosPerMinute: number;
  smsMicros: number;
  maxConcurrentCalls: number;
  providerQueueSeconds: number;
  paces: PaceLimit[];
  /** What numbers that the provider itself gives out begin with, and the countries (ISO 3166) that they can call; null = any. */
  ownNumbers: { prefix: string; reach: readonly string[] } | null;
}

const HOUR_MS = 3_600_000;

/**
 * What an account is given unless told otherwise, from the providers' own documents: list prices, documented rate
 * limits, and the concurrency of the smallest plan. AgentNumber documents no concurrency; ten is a guess to raise.
 */
export const PROVIDER_DEFAULTS: Record<Provider, ProviderDefaults> = {
  agentnumber: {
    baseUrl: 'https://agentnumber.com/api/v0',
    callMicrosPerMinute: 50_000,
    smsMicros: 20_000,
    maxConcurrentCalls: 10,
    providerQueueSeconds: 5,
    paces: [
      { channel: 'call', maxCount: 100, windowMs: HOUR_MS },
      { channel: 'sms', maxCount: 500, windowMs: HOUR_MS },
    ],
    // No limit is documented.
    ownNumbers: null,
  },
  cartesia: {
    baseUrl: 'https://api.cartesia.ai',
    callMicrosPerMinute: 74_000,
    smsMicros: 0,
    maxConcurrentCalls: 8,
    // It queues dials beyond one a second instead of refusing them.
    providerQueueSeconds: 5,
    paces: [{ channel: 'call', maxCount: 1, windowMs: 1_000 }],
    // Its answer to provisioning a number says: US only, and outbound calls to US numbers only.
    ownNumbers: { prefix: '1', reach: ['US'] },
  },
};
