import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** What a made-up list holds, by construction: what an import of it must come to. */
export interface MadeList {
  rows: number;
  bad: number;
  duplicates: number;
}

const FIRST_NAMES = ['Anna', 'José', 'Mary', 'Ludwig', 'Chloé', 'Ivan', 'Aisha', 'Wei', 'Noor', 'Olga'];
const CITIES = ['Springfield', 'São Paulo', 'Portland, OR', 'Austin', 'St. Louis', 'Köln', 'Reno', 'Boise'];
const AREAS = ['212', '415', '312', '713', '303', '206', '305', '617', '702', '503', '404', '602'];
/** 200-999 without N11, which is no exchange. */
const EXCHANGES = Array.from({ length: 800 }, (_, n) => 200 + n).filter((exchange) => exchange % 100 !== 11);
const WRITE_ROWS = 5_000;
const BAD_EVERY = 100;
const DUPLICATE_EVERY = 200;

/**
 * A list of 8 columns as exports bring them: phones in five ways of writing, quoted cells, accents, one bad phone in
 * a hundred rows and one repeated number in two hundred. The same for the same size.
 */
export async function makeList(path: string, rows: number): Promise<MadeList> {
  const out = createWriteStream(path);
  const done = finished(out);
  const made: MadeList = { rows, bad: 0, duplicates: 0 };
  let text = 'Customer ID,First name,Last name,Mobile,E-mail,City,Appointment,Note\r\n';
  for (let n = 0; n < rows; n++) {
    const bad = n % BAD_EVERY === 37;
    const repeated = n % DUPLICATE_EVERY === 150;
    if (bad) made.bad++;
    if (repeated) made.duplicates++;
    const phone = bad ? '555-01' : writtenPhone(repeated ? n - 1 : n);
    const name = FIRST_NAMES[n % FIRST_NAMES.length] ?? '';
    const city = CITIES[n % CITIES.length] ?? '';
    const note = n % 20 === 0 ? `"said ""call me"", then left"` : `visit ${n % 9}`;
    text += `C-${n},${name},Person${n},${phone},p${n}@example.com,${city.includes(',') ? `"${city}"` : city},2026-12-${10 + (n % 20)},${note}\r\n`;
    if (n % WRITE_ROWS !== 0) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await done;
  return made;
}

/** The n-th number: area, exchange and line walk through the plan, so that none comes twice by itself. */
function writtenPhone(n: number): string {
  const area = AREAS[n % AREAS.length] ?? '212';
  const at = Math.floor(n / AREAS.length);
  const exchange = EXCHANGES[Math.floor(at / 10_000) % EXCHANGES.length] ?? 200;
  const line = String(at % 10_000).padStart(4, '0');
  switch (n % 5) {
    case 0:
      return `+1${area}${exchange}${line}`;
    case 1:
      return `(${area}) ${exchange}-${line}`;
    case 2:
      return `${area}-${exchange}-${line}`;
    case 3:
      return `1${area}${exchange}${line}`;
    default:
      return `${area}${exchange}${line}`;
  }
}
