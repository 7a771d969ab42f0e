import type { Channel } from './channel.ts';
import type { ConsentClass } from './law/law-rule.ts';
import { takesTexts, type LineType } from './line-type.ts';

/** One of the numbers of a contact, with what is known of it alone. */
export interface ContactNumber {
  /** 0 = tried first. */
  place: number;
  /** E.164 digits. */
  phone: number;
  /** Every zone that this number may be in; empty = none known. */
  zones: readonly string[];
  lineType: LineType;
  /** Jurisdictions that it may be of, joined by commas; empty = unknown. */
  placeKey: string;
  /** The consent on record for it, by channel. */
  consent: Readonly<Record<Channel, ConsentClass>>;
}

/** Nothing is on record. */
export const NO_CONSENT: ContactNumber['consent'] = Object.freeze({ call: 'none', sms: 'none' });

export interface NumberQuery {
  /** In the order of their places. */
  numbers: readonly ContactNumber[];
  channel: Channel;
  /** The number that this step dialled last; null = none yet. */
  lastTried: number | null;
  /** Numbers that turned out not to exist. */
  dead: ReadonlySet<number>;
}

/**
 * The numbers that a step may use, the next one first: round by round in their order, behind the one that was tried
 * last, so that none is tried twice before each was tried once. Dead ones are left out, and for a text those that
 * take none. Empty = no number is left.
 */
export function numbersToTry({ numbers, channel, lastTried, dead }: NumberQuery): ContactNumber[] {
  const behind = numbers.findLastIndex(({ phone }) => phone === lastTried) + 1;
  return [...numbers.slice(behind), ...numbers.slice(0, behind)].filter(
    ({ phone, lineType }) => !dead.has(phone) && (channel === 'call' || takesTexts(lineType)),
  );
}
