import { stringify } from 'csv-stringify/sync';
import type { Draw } from './draw.ts';
import type { List, Person } from './people.ts';

/** A list as somebody would upload it: written by hand, with mistakes. */
export interface DemoList {
  list: List;
  fileName: string;
  csv: string;
  /** Rows below the header. */
  rows: number;
  /** What an import must find in it. */
  accepted: number;
  rejected: number;
  duplicates: number;
}

const HEADER = ['Name', 'Phone', 'Time Zone', 'Amount', 'Due Date'];

/** People write one number in many ways. */
const WRITINGS: readonly ((area: string, subscriber: string) => string)[] = [
  (area, subscriber) => `+1${area}555${subscriber}`,
  (area, subscriber) => `(${area}) 555-${subscriber}`,
  (area, subscriber) => `${area}-555-${subscriber}`,
  (area, subscriber) => `1 ${area} 555 ${subscriber}`,
  (area, subscriber) => `${area}.555.${subscriber}`,
  (area, subscriber) => `001 ${area} 555 ${subscriber}`,
];

/** Rows that no import may accept, each for a reason of its own. */
const BAD_ROWS: readonly string[][] = [
  ['No Phone', '', '', '$12.00', 'June 12'],
  ['Too Short', '555-0142', '', '$12.00', 'June 12'],
  ['From A Spreadsheet', '1.21256E+10', '', '$12.00', 'June 12'],
  ['No Such Area', '+1 012 555 0142', '', '$12.00', 'June 12'],
  ['Lost In Space', '(212) 555-0999', 'Mars/Olympus', '$12.00', 'June 12'],
  ['No Amount', '(212) 555-0998', '', '', 'June 12'],
  ['Too Many Cells', '(212) 555-0997', '', '$12.00', 'June 12', 'and another'],
];

/** The two lists of a demo: good rows in many writings, bad rows and duplicates between them. */
export function writeLists(people: readonly Person[], draw: Draw): DemoList[] {
  return (['calls', 'calls_then_texts'] as const).map((list) => {
    const good = people.filter((person) => person.list === list).map((person) => rowOf(person, draw));
    const twice = people.filter((person) => person.list === list).slice(0, Math.ceil(good.length / 40));
    const rows = [...good];
    for (const row of BAD_ROWS) rows.splice(Math.floor(draw() * rows.length), 0, row);
    // The first of two is the one that counts, so the other comes after everybody.
    for (const person of twice) rows.push(rowOf(person, draw));
    return {
      list,
      fileName: `${list}.csv`,
      csv: stringify([HEADER, ...rows]),
      rows: rows.length,
      accepted: good.length,
      rejected: BAD_ROWS.length,
      duplicates: twice.length,
    };
  });
}

function rowOf(person: Person, draw: Draw): string[] {
  const writing = WRITINGS[Math.floor(draw() * WRITINGS.length)] ?? WRITINGS[0];
  const phone = writing?.(person.phone.slice(2, 5), person.phone.slice(8)) ?? person.phone;
  return [person.name, phone, person.zoneColumn, person.amount, person.dueDate];
}
