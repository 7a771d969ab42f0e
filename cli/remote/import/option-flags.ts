import { z } from 'zod';
import {
  OptionWordError,
  optionsOfWords,
  type OptionWords,
  type ReadingOptions,
} from '../../../api/schemas/import-words.ts';
import { tryOptions } from '../../../api/schemas/import-options.ts';
import { usageError } from '../../cli-error.ts';

/** How to read a list: the same flags wherever one is checked, uploaded or mapped. */
export const OPTION_FLAGS = [
  {
    flags: '--map <target=Column>',
    help:
      'what a column is: phone (again for further numbers, in order), name, timezone, external_id, country, agent, ' +
      'language, send_at, starts_at, region, postcode, consent_at, consent_method, consent_text, consent_purpose, consent_expires, ' +
      'consent_class; "#2" is the second column; may be repeated',
    many: true,
  },
  { flags: '--country <code>', help: 'of national numbers, like US' },
  {
    flags: '--default-zone <zone>',
    help: 'of those whose column, address and prefix say nothing, like America/New_York',
  },
  { flags: '--required <variable>', help: 'a row without it is set aside; may be repeated', many: true },
  { flags: '--ignore <Column>', help: 'a column that is not kept; may be repeated', many: true },
  { flags: '--delimiter <character>', help: 'where it is not found right: , ; | or tab' },
  { flags: '--quote <character>', help: 'what encloses cells: " (default), \' or none' },
  { flags: '--encoding <name>', help: 'where it is not found right' },
  { flags: '--no-header', help: 'the first row is a contact already' },
  { flags: '--date-order <order>', help: 'how 03/04/2026 is meant: dmy or mdy' },
  { flags: '--duplicates <policy>', help: 'the same number twice: skip (default), keep-last or keep-all' },
  { flags: '--others <policy>', help: 'people of other running campaigns: warn (default), skip or ignore' },
  { flags: '--recent-days <days>', help: 'and people who were dialled in so many days' },
  { flags: '--countries <codes>', help: 'only these can be called, like US,CA; may be repeated', many: true },
  {
    flags: '--fix <repair=decision>',
    help: 'lost-plus=accept, or lost-plus:Column=refuse; may be repeated',
    many: true,
  },
  { flags: '--all-or-nothing', help: 'nothing is committed while there is a bad row' },
] as const;

export const optionInput = {
  map: z.array(z.string()).optional(),
  country: z.string().optional(),
  defaultZone: z.string().optional(),
  required: z.array(z.string()).optional(),
  ignore: z.array(z.string()).optional(),
  delimiter: z.string().optional(),
  quote: tryOptions.shape.quote,
  encoding: z.string().optional(),
  header: z.boolean().default(true),
  dateOrder: tryOptions.shape.dateOrder,
  duplicates: tryOptions.shape.duplicates,
  others: tryOptions.shape.others,
  recentDays: tryOptions.shape.recentDays,
  countries: z.array(z.string()).optional(),
  fix: z.array(z.string()).optional(),
  allOrNothing: z.boolean().optional(),
};
type Typed = z.output<z.ZodObject<typeof optionInput>>;

/** As words of a query. */
export function wordsOf(typed: Typed): OptionWords {
  const { defaultZone, header, allOrNothing } = typed;
  return {
    map: typed.map,
    country: typed.country,
    zone: defaultZone,
    required: typed.required,
    ignore: typed.ignore,
    delimiter: typed.delimiter,
    quote: typed.quote,
    encoding: typed.encoding,
    ...(header ? {} : { header: 'false' as const }),
    dateOrder: typed.dateOrder,
    duplicates: typed.duplicates,
    others: typed.others,
    recentDays: typed.recentDays,
    countries: typed.countries,
    fix: typed.fix,
    ...(allOrNothing ? { badRows: 'refuse' as const } : {}),
  };
}

/** As options. Throws CliError for a word that says nothing. */
export function optionsOf(typed: Typed): ReadingOptions {
  try {
    return optionsOfWords(wordsOf(typed));
  } catch (error) {
    if (!(error instanceof OptionWordError)) throw error;
    throw usageError(error.message, error.repair);
  }
}
