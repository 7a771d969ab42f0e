/**
 * Repairs of damage that spreadsheets and exports do to values. A repair is never made silently: rows that need one
 * are a group with a count and examples, and one decision of a person applies it to all of them.
 */
export const FIX_CODES = [
  'lost_plus',
  'lost_zero',
  'scientific',
  'decimal',
  'thousands',
  'quoted_number',
  'letters',
  'extension',
  'mojibake',
  'date_serial',
] as const;
export type FixCode = (typeof FIX_CODES)[number];

export interface FixFacts {
  /** What was done to the value, and what the repair does. */
  damage: string;
  repair: string;
  /** How sure it is that the repaired value is what was there before. */
  confidence: 'certain' | 'likely' | 'unsure';
  /** Whether the value in the file can be told from the repaired one, so that nothing is lost by it. */
  reversible: boolean;
}

export const FIXES: Record<FixCode, FixFacts> = {
  lost_plus: {
    damage: 'a spreadsheet took the plus (or 00) of an international number away',
    repair: 'put the plus back',
    confidence: 'likely',
    reversible: true,
  },
  lost_zero: {
    damage: 'a spreadsheet took the zero at the beginning away',
    repair: 'put the zero back',
    confidence: 'likely',
    reversible: true,
  },
  scientific: {
    damage: 'a spreadsheet wrote the number with an exponent, with all its digits',
    repair: 'write it out',
    confidence: 'likely',
    reversible: true,
  },
  decimal: {
    damage: 'a spreadsheet turned the number into a decimal',
    repair: 'take the decimals away',
    confidence: 'certain',
    reversible: true,
  },
  thousands: {
    damage: 'a spreadsheet put separators between the thousands',
    repair: 'take the separators away',
    confidence: 'likely',
    reversible: true,
  },
  quoted_number: {
    damage: 'an export wrote the number as a formula (="...") to keep it as text',
    repair: 'take the text out of the formula',
    confidence: 'certain',
    reversible: true,
  },
  letters: {
    damage: 'the number is written with letters',
    repair: 'read the letters as the keys of a phone',
    confidence: 'likely',
    reversible: false,
  },
  extension: {
    damage: 'the number has an extension, which cannot be dialled',
    repair: 'dial the main number without it',
    confidence: 'unsure',
    reversible: false,
  },
  mojibake: {
    damage: 'UTF-8 text was once read as Windows-1252 and stored that way',
    repair: 'read it as UTF-8',
    confidence: 'certain',
    reversible: true,
  },
  date_serial: {
    damage: 'a spreadsheet turned the date into a count of days',
    repair: 'write it as a date (days since 1899-12-30)',
    confidence: 'likely',
    reversible: true,
  },
};

export type FixDecision = 'accept' | 'refuse';

/** Decisions by fix code, or by `code:Column header` where one column differs. */
export type FixDecisions = Readonly<Record<string, FixDecision>>;

export const isFixCode = (text: string): text is FixCode => FIX_CODES.some((code) => code === text);

/** What was decided about a repair in a column: the column's own decision wins; undefined = nobody decided yet. */
export const decisionOn = (decisions: FixDecisions, code: FixCode, column: string): FixDecision | undefined =>
  decisions[`${code}:${column}`] ?? decisions[code];
