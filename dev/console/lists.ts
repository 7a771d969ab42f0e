import { stringify } from 'csv-stringify/sync';
import { AREA_CODES } from '../demo/area-codes.ts';
import { pickWeighted, type Draw } from '../demo/draw.ts';

const FIRST = [
  'Ada',
  'Ben',
  'Cleo',
  'Dario',
  'Elif',
  'Farid',
  'Gwen',
  'Hugo',
  'Ines',
  'Jonas',
  'Kaya',
  'Luca',
  'Maren',
];
const LAST = ['Abbot', 'Brandt', 'Castillo', 'Dunn', 'Eklund', 'Fontaine', 'Grau', 'Hale', 'Ibarra', 'Jung', 'Kowal'];
const HEADER = ['Name', 'Phone', 'External ID', 'Amount', 'Due Date'];

export interface ListedPerson {
  name: string;
  phone: string;
  externalId: string;
}

/** Made-up people with numbers of exchange 555, from `firstSubscriber` on in each area code. */
export function drawList(count: number, prefix: string, firstSubscriber: number, draw: Draw): ListedPerson[] {
  const used = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const { code } = pickWeighted(AREA_CODES, draw);
    const subscriber = firstSubscriber + (used.get(code) ?? 0);
    used.set(code, subscriber - firstSubscriber + 1);
    const name = `${FIRST[Math.floor(draw() * FIRST.length)] ?? ''} ${LAST[Math.floor(draw() * LAST.length)] ?? ''}`;
    return {
      name,
      phone: `+1${code}555${String(subscriber).padStart(4, '0')}`,
      externalId: `${prefix}-${String(index + 1).padStart(5, '0')}`,
    };
  });
}

/** The list as a file. `damage`: rows that a spreadsheet or a hand has spoilt, in the middle of it. */
export function toCsv(people: readonly ListedPerson[], draw: Draw, damage: readonly string[][] = []): string {
  const rows = people.map(({ name, phone, externalId }) => [
    name,
    phone,
    externalId,
    `$${(10 + draw() * 400).toFixed(2)}`,
    `June ${12 + Math.floor(draw() * 15)}`,
  ]);
  for (const row of damage) rows.splice(Math.floor(draw() * rows.length), 0, [...row]);
  return stringify([HEADER, ...rows]);
}

export const DAMAGE: readonly string[][] = [
  ['No Phone', '', 'X-1', '$12.00', 'June 12'],
  ['Too Short', '555-0142', 'X-2', '$12.00', 'June 12'],
  ['From A Spreadsheet', '1.21256E+10', 'X-3', '$12.00', 'June 12'],
  ['Also From One', '1.31256E+10', 'X-4', '$12.00', 'June 12'],
  ['No Such Area', '+1 012 555 0142', 'X-5', '$12.00', 'June 12'],
  ['=HYPERLINK("x")', '(212) 555-0999', 'X-6', '$12.00', 'June 12'],
  ['Too Many Cells', '(212) 555-0997', 'X-7', '$12.00', 'June 12', 'and another'],
];
