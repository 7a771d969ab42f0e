import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { count, instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';
import { followImport } from './follow-import.ts';

/** Asked for without an id, it may be that somebody means a file of this name. */
export const undoVerb = verb('undo [import]', 'take a committed list back; whoever was dialled stays', {
  flags: [{ flags: '--reason <reason>', help: 'for the audit trail' }],
  help: 'A file named "undo": outdial import ./undo',
  input: z.object({ import: z.string().optional(), reason: z.string().optional() }),
  run: async ({ import: importId, reason }, context) => {
    if (importId === undefined) {
      throw usageError('Which import is to be taken back?', 'outdial import undo IMPORT; a file named "undo": ./undo');
    }
    const { api } = context;
    const params = { importId };
    const { consentsKept } = await api().call(API.undoImport, { params, body: reason === undefined ? {} : { reason } });
    const list = await followImport(importId, context);
    const kept = await api().call(API.listKept, { params, query: { limit: 1 } });
    const text = [
      list.purpose === 'appointments'
        ? `Cancelled: ${plural(list.undoneRows, 'appointment')} of ${count(list.acceptedRows)}; what is over, or was there before the list, stays.`
        : `Taken back: ${plural(list.undoneRows, 'contact')} of ${count(list.acceptedRows)}.`,
      ...(kept.items.length === 0 ? [] : [`Whoever was dialled stays: outdial imports kept ${importId}`]),
      ...(consentsKept === 0
        ? []
        : [`${plural(consentsKept, 'consent')} of its rows stay on record: history is not overwritten.`]),
    ].join('\n');
    return { data: { import: list }, text };
  },
});

export const keptVerb = verb(
  'kept <import>',
  'who stays (or would stay) when it is taken back, since they were dialled',
  {
    flags: PAGE_FLAGS,
    input: z.object({ import: z.string(), ...pageInput }),
    run: async ({ import: importId, ...query }, { api }) => {
      const answer = await api().call(API.listKept, { params: { importId }, query });
      const text = table(
        answer.items,
        [
          { title: 'row', value: ({ rowNumber }) => rowNumber, right: true },
          { title: 'phone', value: ({ phone }) => phone },
          { title: 'state', value: ({ state }) => state },
          { title: 'dials', value: ({ attemptsMade }) => attemptsMade, right: true },
          { title: 'outcome', value: ({ lastOutcome }) => lastOutcome },
          { title: 'last', value: ({ lastAttemptAt }) => instant(lastAttemptAt) },
          { title: 'contact', value: ({ contactId }) => contactId, right: true },
        ],
        'Nobody: none of them was dialled.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  },
);
