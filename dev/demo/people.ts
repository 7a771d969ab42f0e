import { AREA_CODES, NOWHERE } from './area-codes.ts';
import { pickWeighted, type Draw } from './draw.ts';

export type List = 'calls' | 'calls_then_texts';

/** A made-up person whose row is good. Numbers are of exchange 555, which is nobody's. */
export interface Person {
  list: List;
  /** E.164 with plus. */
  phone: string;
  name: string;
  /** Zones where they may be, whatever Outdial thinks; empty = nobody knows. */
  zones: readonly string[];
  /** What the list's own zone column says, if anything. */
  zoneColumn: string;
  amount: string;
  dueDate: string;
  /** Said no before. */
  suppressed: boolean;
}

const FIRST = ['Ada', 'Ben', 'Cleo', 'Dario', 'Elif', 'Farid', 'Gwen', 'Hugo', 'Ines', 'Jonas', 'Kaya', 'Luca'];
const LAST = ['Abbot', 'Brandt', 'Castillo', 'Dunn', 'Eklund', 'Fontaine', 'Grau', 'Hale', 'Ibarra', 'Jung'];
/** Six in ten are called by the first campaign. */
const SHARE_OF_CALLS = 0.6;
/** How many of a hundred moved away and say so, live nowhere known, or said no before. */
const SHARES = { moved: 0.04, nowhere: 0.03, suppressed: 0.03 };
/** First the numbers kept for fiction, then others below 9000, which the simulator gives no meaning. */
const SUBSCRIBERS = [...range(100, 200), ...range(2_000, 9_000)];

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Draws the people of a demo: the same for the same seed. */
export function drawPeople(count: number, draw: Draw): Person[] {
  const used = new Map<string, number>();
  const nextPhone = (areaCode: string): string => {
    const index = used.get(areaCode) ?? 0;
    used.set(areaCode, index + 1);
    const subscriber = SUBSCRIBERS[index];
    if (subscriber === undefined) throw new RangeError(`too many people in area code ${areaCode}`);
    return `+1${areaCode}555${String(subscriber).padStart(4, '0')}`;
  };
  const one = (index: number): Person => {
    const fate = draw();
    // At least one of each kind, however few people there are.
    const nowhere = index === 3 || fate < SHARES.nowhere;
    const moved = !nowhere && (index === 4 || fate < SHARES.nowhere + SHARES.moved);
    const suppressed = !nowhere && !moved && (index === 5 || fate < SHARES.nowhere + SHARES.moved + SHARES.suppressed);
    const area = pickWeighted(AREA_CODES, draw);
    const zoneColumn = moved ? 'America/Los_Angeles' : '';
    return {
      list: draw() < SHARE_OF_CALLS ? 'calls' : 'calls_then_texts',
      phone: nextPhone(nowhere ? NOWHERE : area.code),
      name: `${FIRST[Math.floor(draw() * FIRST.length)] ?? ''} ${LAST[Math.floor(draw() * LAST.length)] ?? ''}`,
      zones: nowhere ? [] : moved ? [zoneColumn] : area.zones,
      zoneColumn,
      amount: `$${(10 + draw() * 400).toFixed(2)}`,
      dueDate: `June ${12 + Math.floor(draw() * 15)}`,
      suppressed,
    };
  };
  return Array.from({ length: count }, (_, index) => one(index));
}

/** People who will surely be dialled while New York is open: where a fault must fire, it is given to one of them. */
export function surelyDialled(people: readonly Person[], list: List): Person[] {
  return people.filter(
    (person) =>
      person.list === list && !person.suppressed && person.zones.length === 1 && person.zones[0] === 'America/New_York',
  );
}
