import { z } from 'zod';
import { scopeIn } from '../../../api/schemas/suppressions.ts';
import { count, instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { openList, type LocalList } from '../import/open-list.ts';
import { uploadLine } from '../import/send-pieces.ts';
import { SCOPE_FLAGS, scopeWords } from './suppressions.ts';

/** Millions are taken back in a minute or two. */
const REMOVAL_TIMEOUT_MS = 30 * 60 * 1_000;

const stateWords = ({
  state,
  failure,
  staleRule,
}: {
  state: string;
  failure: string | null;
  staleRule: string | null;
}) => (failure !== null ? `${state}: ${failure}` : staleRule === null ? state : `stale: ${staleRule}`);

export const suppressionListVerbs = [
  verb('lists', 'registries and lists of people who said no, and how old they are', {
    input: z.object({}),
    run: async (_, { api }) => {
      const answer = await api().call(API.listSuppressionLists);
      const text = table(answer.items, [
        { title: 'name', value: ({ name }) => name },
        { title: 'holds for', value: scopeWords },
        { title: 'numbers', value: ({ numbers }) => count(numbers) },
        { title: 'as of', value: ({ asOf }) => asOf },
        { title: 'state', value: stateWords },
        { title: 'loaded', value: ({ doneAt }) => instant(doneAt) },
        { title: 'source', value: ({ source }) => source },
      ]);
      return { data: answer, text };
    },
  }),
  verb('load <file>', 'a registry, in the place of what the list of this name had; "-" is standard input', {
    flags: [
      { flags: '--name <name>', help: 'like us-national-dnc' },
      ...SCOPE_FLAGS,
      { flags: '--source <text>', help: 'where it was fetched' },
      { flags: '--as-of <date>', help: 'the day as of which it was published, YYYY-MM-DD' },
      { flags: '--country <code>', help: 'of national numbers, for example US' },
      { flags: '--allow-fewer', help: 'take it although it has less than half of the numbers of now' },
    ],
    help: 'Nothing counts before the whole file is in; then all of it does at once.',
    input: z.object({
      file: z.string(),
      name: z.string(),
      ...scopeIn,
      source: z.string(),
      asOf: z.string().optional(),
      country: z.string().optional(),
      allowFewer: z.boolean().optional(),
    }),
    run: async ({ file, name, ...query }, context) => {
      const list = await openList(file, context.io.stdin);
      const progress = uploadLine(context, list.size);
      const loaded = await context
        .api()
        .upload(API.loadSuppressionList, {
          params: { name },
          query: { ...query, fileName: list.name },
          content: ReadableStream.from(shown(list, progress.show)),
          signal: context.io.interrupted(),
        })
        .finally(progress.clear);
      return { data: loaded, text: loadedWords(loaded) };
    },
  }),
  verb('remove <name>', 'take a whole list back: all of its numbers may be called again', {
    flags: [{ flags: '--reason <text>', help: 'why; kept in the audit trail' }, YES_FLAG],
    input: z.object({ name: z.string(), reason: z.string(), yes: z.boolean().optional() }),
    run: async ({ name, reason, yes }, context) => {
      const { numbers } = await context.api().call(API.getSuppressionList, { params: { name } });
      await confirm(context, yes, `Take ${plural(numbers, 'no', "no's")} of "${name}" back?`);
      const removed = await context
        .api()
        .call(API.removeSuppressionList, { params: { name }, body: { reason }, timeoutMs: REMOVAL_TIMEOUT_MS });
      return {
        data: removed,
        text: `Removed: ${plural(removed.lifted, 'number')} of ${name} lifted. Contacts that it ended stay ended.`,
      };
    },
  }),
];

async function* shown(list: LocalList, show: (sent: number) => void): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const piece of list.bytes) {
    yield piece;
    sent += piece.byteLength;
    show(sent);
  }
}

type Loaded = z.output<(typeof API.loadSuppressionList)['response']>;

function loadedWords({ message, rowsRejected, rejected, repaired, contactsEnded }: Loaded): string {
  const bad = rejected.map(({ row, value, why }) => `  row ${row}: ${value === '' ? '(empty)' : value}: ${why}`);
  return [
    `${message} ${plural(contactsEnded, 'waiting contact')} ended.`,
    ...(repaired === 0 ? [] : [`${plural(repaired, 'damaged number')} repaired.`]),
    ...(rowsRejected === 0 ? [] : [`${plural(rowsRejected, 'row')} could not be read:`, ...bad]),
    ...(rowsRejected > bad.length ? [`  ... and ${count(rowsRejected - bad.length)} more`] : []),
  ].join('\n');
}
