import { z } from 'zod';
import { count, instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { DOWNLOAD_FLAG, downloadTo } from '../download.ts';
import { API, DOWNLOADS } from '../endpoints.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';
import { importWords } from './import-words.ts';
import { groupWords, totalWords } from './problem-words.ts';

const importId = z.string();

export const rejectsVerb = verb(
  'rejects <import>',
  'the rows that were set aside as CSV, each with its reason: correct and import them again',
  {
    flags: [DOWNLOAD_FLAG],
    help: 'Corrected, "outdial import FILE --into IMPORT" merges it into the same draft.',
    input: z.object({ import: importId, out: z.string().default('-') }),
    run: (input, context) => downloadTo(input.out, context, DOWNLOADS.rejects, { importId: input.import }),
  },
);

export const importVerbs = [
  verb('list', 'uploaded lists, newest first', {
    flags: [
      { flags: '--campaign <id>', help: 'of one campaign' },
      {
        flags: '--state <state>',
        help: 'receiving, uploaded, checking, checked, committing, done, undoing, undone, failed or cancelled',
      },
      {
        flags: '--sort <by>',
        help: 'created, file, state, rows, accepted, rejected, duplicates, size or by (who); default: newest first',
      },
      { flags: '--direction <way>', help: 'asc (default) or desc, with --sort' },
      ...PAGE_FLAGS,
    ],
    input: z.object({
      campaign: z.string().optional(),
      state: z.string().optional(),
      sort: z.string().optional(),
      direction: z.string().optional(),
      ...pageInput,
    }),
    run: async ({ campaign, ...rest }, { api }) => {
      const answer = await api().call(API.listImports, { query: { campaignId: campaign, ...rest } });
      const text = table(
        answer.items,
        [
          { title: 'file', value: ({ fileName }) => fileName },
          { title: 'state', value: ({ state }) => state },
          { title: 'rows', value: ({ rowsRead }) => count(rowsRead), right: true },
          { title: 'accepted', value: ({ acceptedRows }) => count(acceptedRows), right: true },
          { title: 'rejected', value: ({ rejectedRows }) => count(rejectedRows), right: true },
          { title: 'duplicates', value: ({ duplicateRows }) => count(duplicateRows), right: true },
          { title: 'at', value: ({ createdAt }) => instant(createdAt) },
          { title: 'campaign', value: ({ campaignId }) => campaignId },
          { title: 'id', value: ({ id }) => id },
        ],
        'No list yet. Upload one: outdial import FILE',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('show <import>', 'counts, failure, problems by cause', {
    input: z.object({ import: importId }),
    run: async (input, { api }) => {
      const params = { importId: input.import };
      const [list, problems] = await Promise.all([
        api().call(API.getImport, { params }),
        api().call(API.groupProblems, { params }),
      ]);
      const { items, totals } = problems;
      return { data: { import: list, problems: items, totals }, text: importWords(list, problems) };
    },
  }),
  verb('problems <import>', 'row by row, or by cause', {
    flags: [
      { flags: '--grouped', help: 'by cause, with three rows each' },
      { flags: '--severity <severity>', help: 'error, duplicate or warning; info is counted by cause only' },
      { flags: '--code <code>', help: 'of one cause' },
      { flags: '--column <column>', help: 'of one column' },
      { flags: '--fix <repair>', help: 'that this repair would mend, like lost-plus' },
      ...PAGE_FLAGS,
    ],
    input: z.object({
      import: importId,
      grouped: z.boolean().optional(),
      severity: z.string().optional(),
      code: z.string().optional(),
      column: z.string().optional(),
      fix: z.string().optional(),
      ...pageInput,
    }),
    run: async ({ import: id, grouped, fix, ...filter }, { api }) => {
      const params = { importId: id };
      const query = { ...filter, fix: fix?.replaceAll('-', '_') };
      if (grouped) {
        const answer = await api().call(API.groupProblems, { params });
        const items = answer.items.filter((group) =>
          (['severity', 'code', 'column', 'fix'] as const).every(
            (key) => query[key] === undefined || group[key] === query[key],
          ),
        );
        const text = `${totalWords(answer.totals)}\n\n${groupWords(items) || 'No problem.'}`;
        return { data: { ...answer, items }, text };
      }
      const answer = await api().call(API.listProblems, { params, query });
      const text = table(
        answer.items,
        [
          { title: 'row', value: ({ rowNumber }) => rowNumber, right: true },
          { title: 'severity', value: ({ severity }) => severity },
          { title: 'code', value: ({ code }) => code },
          { title: 'column', value: ({ column }) => column },
          { title: 'value', value: ({ value }) => value },
          { title: 'message', value: ({ message }) => message },
          { title: 'would become', value: ({ suggested }) => suggested },
        ],
        'No problem.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  rejectsVerb,
];
