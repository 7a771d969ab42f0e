import { z } from 'zod';
import { verb } from '../../verb.ts';
import { importList, UPLOAD_FLAGS, uploadInput } from '../import/import-file.ts';
import { OPTION_FLAGS, optionInput } from '../import/option-flags.ts';

/** What a list of appointments has no use for: one number has many, and nobody is dialled twice for it. */
const NOT_HERE = ['--default-zone', '--duplicates', '--others', '--recent-days'];
const { duplicates: _1, others: _2, recentDays: _3, defaultZone: _4, ...readingInput } = optionInput;

export const importAppointmentsVerb = verb('import <file>', 'book a list of appointments; "-" is standard input', {
  flags: [
    { flags: '--programme <programme>', help: 'which steps: a programme, by id or name' },
    { flags: '--at-column <Column>', help: 'when it starts; Date+Time joins two columns' },
    { flags: '--id-column <Column>', help: 'the id by which it is moved and cancelled later' },
    { flags: '--zone <zone>', help: "in which times without offset are told (default: the programme's, or theirs)" },
    ...OPTION_FLAGS.filter(({ flags }) => NOT_HERE.every((name) => !flags.startsWith(name))),
    ...UPLOAD_FLAGS,
  ],
  help:
    'Appointments that are there are moved or edited; the same list again changes nothing. A row whose time is over,\n' +
    'comes twice or never, is set aside with the times that may be meant: outdial rejects IMPORT > fix.csv\n' +
    'Ends with 0 when every row is booked, 2 when rows were set aside, 1 when nothing came of it.',
  input: z.object({
    programme: z.string(),
    atColumn: z.string().optional(),
    idColumn: z.string().optional(),
    zone: z.string().optional(),
    ...readingInput,
    ...uploadInput,
  }),
  run: async ({ programme, atColumn, idColumn, zone, map = [], ...typed }, context) => {
    const told = [
      ...map,
      ...(atColumn === undefined ? [] : [`starts_at=${atColumn}`]),
      ...(idColumn === undefined ? [] : [`external_id=${idColumn}`]),
    ];
    const list = { ...typed, defaultZone: zone, ...(told.length === 0 ? {} : { map: told }) };
    // What it came with is on the server already.
    return await importList(list, context, typed.resume === undefined ? programme : undefined);
  },
});
