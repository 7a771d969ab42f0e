import { z } from 'zod';
import { pairs } from '../../parse/pairs.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { CliError, usageError } from '../../cli-error.ts';
import { verb, type Answer, type Context } from '../../verb.ts';
import { fixesOf, fixKey, OptionWordError } from '../../../api/schemas/import-words.ts';
import { API } from '../endpoints.ts';
import { followImport } from './follow-import.ts';
import { importExitCode, importWords } from './import-words.ts';
import { inspectionWords, type Inspection } from './inspection-words.ts';
import { OPTION_FLAGS, optionInput, optionsOf, wordsOf } from './option-flags.ts';

type SavedMapping = NonNullable<Inspection['savedMapping']>;

const importId = z.string();
const SAVED_FLAG = { flags: '--saved', help: 'with the mapping that was saved for these headers' } as const;
const SEEN_FLAG = {
  flags: '--seen <version>',
  help: 'the version that you saw: refused when somebody has changed it since (default: as it is now)',
} as const;
const seen = { seen: wholeNumber.optional() };

/** Options that can be found out again, by the name of their flag. */
const RESETS = {
  map: 'mapping',
  country: 'defaultCountry',
  'default-zone': 'defaultZone',
  required: 'requiredVariables',
  ignore: 'ignore',
  delimiter: 'delimiter',
  quote: 'quote',
  encoding: 'encoding',
  header: 'hasHeader',
  'date-order': 'dateOrder',
  duplicates: 'duplicates',
  others: 'others',
  'recent-days': 'recentDays',
  countries: 'countries',
  fix: 'fixes',
} as const;
const reset = z.array(z.enum(Object.keys(RESETS).filter((name): name is keyof typeof RESETS => name in RESETS)));

export const draftVerbs = [
  verb('inspect <import>', 'how it is read: layout, mapping with reasons, first rows; flags try other options', {
    flags: [...OPTION_FLAGS, SAVED_FLAG],
    input: z.object({ import: importId, ...optionInput, saved: z.boolean().optional() }),
    run: async ({ import: id, saved, ...typed }, { api }) => {
      const query = { ...wordsOf(typed), saved };
      const answer = await api().call(API.inspectImport, { params: { importId: id }, query });
      return { data: answer, text: inspectionWords(answer) };
    },
  }),
  verb('map <import>', 'say how it is to be read; a list that was checked then waits for its next check', {
    flags: [
      ...OPTION_FLAGS,
      SAVED_FLAG,
      {
        flags: '--reset <option>',
        help: 'find it out again: map, country, delimiter, ...; may be repeated',
        many: true,
      },
      { flags: '--name <name>', help: 'how people call the list' },
      SEEN_FLAG,
    ],
    input: z.object({
      import: importId,
      ...optionInput,
      saved: z.boolean().optional(),
      reset: reset.optional(),
      name: z.string().optional(),
      ...seen,
    }),
    run: async ({ import: id, seen: version, reset: resets = [], name, saved, ...typed }, context) => {
      const cleared = Object.fromEntries(resets.map((option) => [RESETS[option], null]));
      const options = { ...cleared, ...(saved ? await savedFor(id, context) : {}), ...optionsOf(typed) };
      if (name === undefined && Object.keys(options).length === 0) throw usageError('Nothing is changed.');
      return await edit(id, version, context, (given) =>
        context.api().call(API.changeImport, {
          params: { importId: id },
          body: { version: given, options, ...(name === undefined ? {} : { fileName: name }) },
        }),
      );
    },
  }),
  verb('check <import>', 'check every row and wait for it', {
    input: z.object({ import: importId }),
    run: async ({ import: id }, context) => {
      await context.api().call(API.checkImport, { params: { importId: id }, body: {} });
      return await outcome(id, context);
    },
  }),
  verb('fix <import>', 'decide on repairs: one decision for all rows that need it, which are then checked again', {
    flags: [
      {
        flags: '--fix <repair=decision>',
        help: 'lost-plus=accept, lost-plus:Column=refuse, lost-plus=undecided; may be repeated',
        many: true,
      },
      SEEN_FLAG,
    ],
    input: z.object({ import: importId, fix: z.array(z.string()), ...seen }),
    run: async ({ import: id, fix, seen: version }, context) => {
      const fixes = decisions(fix);
      return await edit(id, version, context, (given) =>
        context.api().call(API.decideFixes, { params: { importId: id }, body: { version: given, fixes } }),
      );
    },
  }),
  verb('edit <import> <row>', 'change cells of one row, which is then checked again', {
    flags: [{ flags: '--set <Column=value>', help: 'or "#2=value"; may be repeated', many: true }, SEEN_FLAG],
    input: z.object({ import: importId, row: wholeNumber, set: pairs, ...seen }),
    run: async ({ import: id, row, set, seen: version }, context) => {
      if (Object.keys(set).length === 0) throw usageError('--set <Column=value> is missing');
      return await edit(id, version, context, (given) =>
        context.api().call(API.editRow, {
          params: { importId: id, rowNumber: row },
          body: { version: given, cells: set },
        }),
      );
    },
  }),
  verb('commit <import>', 'make its good rows contacts, all at once', {
    flags: [
      { flags: '--campaign <id>', help: 'the campaign that gets them' },
      { flags: '--all-or-nothing', help: 'not while there is a bad row' },
      { flags: '--skip-bad-rows', help: 'leave bad rows out, also of a list that came with --all-or-nothing' },
      SEEN_FLAG,
    ],
    input: z.object({
      import: importId,
      campaign: z.string().optional(),
      allOrNothing: z.boolean().optional(),
      skipBadRows: z.boolean().optional(),
      ...seen,
    }),
    run: async ({ import: id, campaign, allOrNothing, skipBadRows, seen: version }, context) => {
      if (allOrNothing && skipBadRows) throw usageError('Choose one of --all-or-nothing and --skip-bad-rows.');
      await withNextCommand(id, () =>
        context.api().call(API.commitImport, {
          params: { importId: id },
          body: {
            ...(version === undefined ? {} : { version }),
            ...(campaign === undefined ? {} : { campaignId: campaign }),
            ...(allOrNothing ? { badRows: 'refuse' as const } : skipBadRows ? { badRows: 'skip' as const } : {}),
          },
        }),
      );
      return await outcome(id, context);
    },
  }),
  verb('cancel <import>', 'stop it, and take back what was read', {
    input: z.object({ import: importId }),
    run: async (input, { api }) => {
      const answer = await api().call(API.cancelImport, { params: { importId: input.import } });
      return { data: answer, text: 'Cancelled.' };
    },
  }),
];

/** What was saved for lists with its headers. Throws CliError `no_saved_mapping`. */
async function savedFor(id: string, { api }: Context): Promise<Pick<SavedMapping, 'mapping' | 'ignore'>> {
  const { savedMapping } = await api().call(API.inspectImport, { params: { importId: id } });
  if (savedMapping === null) {
    throw new CliError('no_saved_mapping', 'No mapping is saved for a list with these headers.', {
      repair: 'See: outdial imports mappings list',
    });
  }
  const { mapping, ignore } = savedMapping;
  return { mapping, ignore };
}

/** Changes a draft as it was seen, and waits until what that touched is checked again. */
async function edit(
  id: string,
  version: number | undefined,
  context: Context,
  change: (version: number) => Promise<unknown>,
): Promise<Answer> {
  const list = version ?? (await context.api().call(API.getImport, { params: { importId: id } })).version;
  await withNextCommand(id, () => change(list));
  return await outcome(id, context);
}

async function outcome(id: string, context: Context): Promise<Answer> {
  const list = await followImport(id, context);
  const problems = await context.api().call(API.groupProblems, { params: { importId: id } });
  return {
    data: { import: list, problems: problems.items, totals: problems.totals },
    text: importWords(list, problems),
    exitCode: importExitCode(list),
  };
}

/** What stands in the way is in the words of the API; what to do now is a command. */
async function withNextCommand<T>(id: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const repair = error instanceof CliError ? NEXT_COMMANDS[error.code]?.(id) : undefined;
    if (!(error instanceof CliError) || repair === undefined) throw error;
    throw new CliError(error.code, error.message, {
      exitCode: error.exitCode,
      repair,
      ...(error.problem === undefined ? {} : { problem: error.problem }),
      cause: error,
    });
  }
}

const NEXT_COMMANDS: Readonly<Record<string, (id: string) => string>> = {
  draft_changed: (id) => `Look at what was changed (outdial imports show ${id}), then repeat the command.`,
  draft_has_bad_rows: (id) =>
    `Repair them (outdial rejects ${id} > fix.csv), or leave them out: outdial imports commit ${id} --skip-bad-rows`,
};

/** Beside `accept` and `refuse`, a decision can be taken back here. */
function decisions(words: readonly string[]): Record<string, 'accept' | 'refuse' | 'undecided'> {
  const takenBack = words.flatMap((word) => /^(.+)=undecided$/s.exec(word)?.[1] ?? []);
  const others = words.filter((word) => !word.endsWith('=undecided'));
  try {
    return { ...fixesOf(others), ...Object.fromEntries(takenBack.map((key) => [fixKey(key), 'undecided' as const])) };
  } catch (error) {
    if (!(error instanceof OptionWordError)) throw error;
    throw usageError(error.message, error.repair);
  }
}
