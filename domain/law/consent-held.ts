import type { Channel } from '../channel.ts';
import type { Purpose } from '../purpose.ts';
import { CONSENT_CLASSES, type ConsentClass } from './law-rule.ts';

/** One line of a number's consent history (consent_events). */
export interface ConsentEvent {
  /** Time-ordered: the greater id was written later. */
  id: string;
  kind: 'given' | 'revoked';
  /** Empty = every purpose. */
  purpose: Purpose | '';
  /** Empty = every channel. */
  channel: Channel | '';
  consentClass: ConsentClass;
  happenedAtMs: number;
  /** Holds until before it; null = until revoked. */
  expiresAtMs: number | null;
}

/** What a number's history comes to for one purpose and channel at one instant. */
export interface ConsentHeld<Event extends ConsentEvent = ConsentEvent> {
  held: boolean;
  /** Of the consent that holds; `none` where none does. */
  consentClass: ConsentClass;
  /** When the deciding event happened; null = nothing was ever said. */
  sinceMs: number | null;
  /** Of the deciding event, also when it is over. */
  expiresAtMs: number | null;
  /** The event that decides; null = none does. */
  event: Event | null;
}

/**
 * The last event up to `atMs` that speaks of this purpose and channel decides, whatever came before: a weaker consent
 * given later replaces a stronger one. engine/consent/records/consent-holds.ts asks the same in SQL.
 */
export function consentHeld<Event extends ConsentEvent>(
  events: readonly Event[],
  asked: { atMs: number; purpose: Purpose; channel: Channel },
): ConsentHeld<Event> {
  let last: Event | null = null;
  for (const event of events) {
    if (event.happenedAtMs > asked.atMs) continue;
    if (event.purpose !== '' && event.purpose !== asked.purpose) continue;
    if (event.channel !== '' && event.channel !== asked.channel) continue;
    if (last === null || isLater(event, last)) last = event;
  }
  if (last === null) return { held: false, consentClass: 'none', sinceMs: null, expiresAtMs: null, event: null };
  const held = last.kind === 'given' && (last.expiresAtMs === null || last.expiresAtMs > asked.atMs);
  return {
    held,
    consentClass: held ? last.consentClass : 'none',
    sinceMs: last.happenedAtMs,
    expiresAtMs: last.expiresAtMs,
    event: last,
  };
}

/** At one instant a no outweighs a yes; else the one that was written down later counts. */
export function isLater(a: ConsentEvent, b: ConsentEvent): boolean {
  if (a.happenedAtMs !== b.happenedAtMs) return a.happenedAtMs > b.happenedAtMs;
  if (a.kind !== b.kind) return a.kind === 'revoked';
  return a.id > b.id;
}

/** Whether what holds is as strong as what the law asks for. */
export const consentCovers = (holding: Pick<ConsentHeld, 'consentClass'>, wanted: ConsentClass): boolean =>
  CONSENT_CLASSES.indexOf(holding.consentClass) >= CONSENT_CLASSES.indexOf(wanted);
