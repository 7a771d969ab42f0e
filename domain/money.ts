import type { Channel } from './channel.ts';

/** Prices of a provider account, in micro-units of its currency. */
export interface Prices {
  callMicrosPerMinute: number;
  smsMicros: number;
}

/** The most that one attempt can cost: every minute of the longest call, begun minutes counted whole. */
export function worstCaseMicros(channel: Channel, prices: Prices, maxCallMinutes: number): number {
  return channel === 'sms' ? prices.smsMicros : Math.ceil(maxCallMinutes) * prices.callMicrosPerMinute;
}

/** What an ended attempt cost by our own prices, where the provider does not say: begun minutes count whole. */
export function computedCostMicros(channel: Channel, prices: Prices, talkSeconds: number): number {
  return channel === 'sms' ? prices.smsMicros : Math.ceil(talkSeconds / 60) * prices.callMicrosPerMinute;
}

/** Splits a cost at its hold: what exceeds it is an overrun, and is accepted all the same (L4). */
export function splitAtHold(costMicros: number, holdMicros: number): { settleMicros: number; overrunMicros: number } {
  return { settleMicros: Math.min(costMicros, holdMicros), overrunMicros: Math.max(0, costMicros - holdMicros) };
}
