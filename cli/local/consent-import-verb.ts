import { z } from 'zod';
import { EXIT } from '../exit-codes.ts';
import { count, plural } from '../print/amounts.ts';
import { liveLines } from '../print/live-lines.ts';
import { API } from '../remote/endpoints.ts';
import { openList } from '../remote/import/open-list.ts';
import { CONSENT_FLAGS } from '../remote/verbs/consents.ts';
import { verb } from '../verb.ts';
import type { ConsentRow } from './consent-file.ts';

/** What one request of the API takes: so many, and of so many characters. */
const CHUNK_ITEMS = 1_000;
const CHUNK_CHARACTERS = 500_000;
const SHOWN = 20;
const KEPT = 1_000;

interface Total {
  read: number;
  recorded: number;
  already: number;
  refused: number;
  /** The first of them, by the row of the file. */
  problems: { row: number; message: string }[];
}

export const consentImportVerb = verb('import <file>', 'consents from a CSV with a header ("-" = standard input)', {
  flags: [...CONSENT_FLAGS, { flags: '--country <code>', help: 'of national numbers, for example US' }],
  help:
    'Columns: phone, purpose, channel, class, method, text, evidence, at, expires; flags speak for rows that are silent.\n' +
    'A row that is wrong is named and left out. Importing the same file again adds nothing.\n' +
    'Ends with 2 when rows were left out.',
  input: z.object({
    file: z.string(),
    purpose: z.string().optional(),
    channel: z.string().optional(),
    class: z.string().optional(),
    method: z.string().optional(),
    text: z.string().optional(),
    evidence: z.string().optional(),
    at: z.string().optional(),
    expires: z.string().optional(),
    country: z.string().optional(),
  }),
  run: async ({ file, purpose, channel, country, ...said }, { api, io }) => {
    const { readConsentFile } = await import('./consent-file.ts');
    const list = await openList(file, io.stdin);
    const live = liveLines(io);
    const total: Total = { read: 0, recorded: 0, already: 0, refused: 0, problems: [] };
    const silent = {
      purpose,
      channel,
      consentClass: said.class,
      method: said.method,
      textShown: said.text,
      evidence: said.evidence,
      happenedAt: said.at,
      expiresAt: said.expires,
    };
    try {
      for await (const chunk of chunksOf(readConsentFile(list.bytes, silent, country))) {
        total.read += chunk.length;
        const good = chunk.flatMap((row) => ('item' in row ? [row] : []));
        for (const row of chunk) if ('problem' in row) refuse(total, row.row, row.problem);
        if (good.length > 0) {
          const answer = await api().call(API.recordConsents, { body: { items: good.map(({ item }) => item) } });
          total.recorded += answer.recorded;
          total.already += answer.already;
          for (const result of answer.results) {
            if ('code' in result) refuse(total, good[result.index]?.row ?? 0, result.message);
          }
        }
        const share =
          list.size === undefined ? '' : ` (${Math.round((100 * (chunk.at(-1)?.bytesRead ?? 0)) / list.size)} %)`;
        live.show([`${count(total.read)} rows read${share}, ${count(total.recorded)} recorded`]);
      }
    } finally {
      live.clear();
    }
    return { data: total, text: wordsOf(total), exitCode: total.refused > 0 ? EXIT.look : EXIT.done };
  },
});

function refuse(total: Total, row: number, message: string): void {
  total.refused += 1;
  if (total.problems.length < KEPT) total.problems.push({ row, message });
}

async function* chunksOf(rows: AsyncIterable<ConsentRow>): AsyncGenerator<ConsentRow[]> {
  let chunk: ConsentRow[] = [];
  let characters = 0;
  for await (const row of rows) {
    const size = 'item' in row ? JSON.stringify(row.item).length : 0;
    if (chunk.length === CHUNK_ITEMS || (chunk.length > 0 && characters + size > CHUNK_CHARACTERS)) {
      yield chunk;
      chunk = [];
      characters = 0;
    }
    chunk.push(row);
    characters += size;
  }
  if (chunk.length > 0) yield chunk;
}

function wordsOf({ recorded, already, refused, problems }: Total): string {
  const lines = problems
    .toSorted((a, b) => a.row - b.row)
    .slice(0, SHOWN)
    .map(({ row, message }) => `  row ${row}: ${message}`);
  const more = refused > lines.length ? [`  and ${plural(refused - lines.length, 'more row')}`] : [];
  const head = `${count(recorded)} recorded, ${count(already)} on record already, ${plural(refused, 'row')} left out.`;
  return [head, ...lines, ...more].join('\n');
}
