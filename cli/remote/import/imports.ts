import { z } from 'zod';
import { count, instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { DOWNLOAD_FLAG, downloadTo } from '../download.ts';
import { API, DOWNLOADS } from '../endpoints.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';
import { groupWords, importWords } from './import-words.ts';

const importId = z.string();

export const importVerbs = [
  verb('list', 'uploaded lists, newest first', {
    flags: [
      { flags: '--campaign <id>', help: 'of one campaign' },
      { flags: '--state <state>', help: 'uploaded, working, done, failed or cancelled' },
      ...PAGE_FLAGS,
    ],
    input: z.object({ campaign: z.string().optional(), state: z.string().optional(), ...pageInput }),
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
      const [list, { items }] = await Promise.all([
        api().call(API.getImport, { params }),
        api().call(API.groupProblems, { params }),
      ]);
      return { data: { import: list, problems: items }, text: importWords(list, items) };
    },
  }),
  verb('problems <import>', 'row by row, or by cause', {
    flags: [
      { flags: '--grouped', help: 'by cause, with three rows each' },
      { flags: '--severity <severity>', help: 'error, duplicate or warning' },
      { flags: '--code <code>', help: 'of one cause' },
      ...PAGE_FLAGS,
    ],
    input: z.object({
      import: importId,
      grouped: z.boolean().optional(),
      severity: z.string().optional(),
      code: z.string().optional(),
      ...pageInput,
    }),
    run: async ({ import: id, grouped, ...query }, { api }) => {
      const params = { importId: id };
      if (grouped) {
        const answer = await api().call(API.groupProblems, { params });
        return { data: answer, text: groupWords(answer.items) || 'No problem.' };
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
        ],
        'No problem.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('rejects <import>', 'the rows that were set aside as CSV, each with its reason: correct and upload it again', {
    flags: [DOWNLOAD_FLAG],
    input: z.object({ import: importId, out: z.string().default('-') }),
    run: (input, context) => downloadTo(input.out, context, DOWNLOADS.rejects, { importId: input.import }),
  }),
  verb('preview <import>', 'how it is read: layout, mapping, first rows', {
    input: z.object({ import: importId }),
    run: async (input, { api }) => {
      const answer = await api().call(API.previewImport, { params: { importId: input.import } });
      return { data: answer, text: JSON.stringify(answer, undefined, 2) };
    },
  }),
  verb('cancel <import>', 'stop reading it, and take back what was read', {
    input: z.object({ import: importId }),
    run: async (input, { api }) => {
      const answer = await api().call(API.cancelImport, { params: { importId: input.import } });
      return { data: answer, text: 'Cancelled.' };
    },
  }),
];
