import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { mergedRejects } from '../../../api/schemas/imports.ts';
import { count, plural } from '../../print/amounts.ts';
import { oneLine } from '../../print/table.ts';
import type { Answer, Context } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { followImport } from './follow-import.ts';
import { importExitCode, importWords } from './import-words.ts';
import { openList } from './open-list.ts';

/** Merges a corrected reject file into its draft and waits until its rows are checked again. */
export async function mergeInto(importId: string, file: string, context: Context, wait = true): Promise<Answer> {
  const { api, io, json } = context;
  const list = await openList(file, io.stdin);
  const params = { importId };
  const merged = await api().upload(API.mergeRejects, {
    params,
    content: Readable.toWeb(Readable.from(list.bytes)),
    ...(list.size === undefined ? {} : { bytes: list.size }),
    query: { fileName: list.name },
    signal: io.interrupted(),
  });
  const words = mergeWords(merged);
  if (!wait) return { data: merged, text: words };
  if (!json) io.err(`${words}\n`);
  const after = await followImport(importId, context);
  const problems = await api().call(API.groupProblems, { params });
  return {
    data: { import: after, merged, problems: problems.items, totals: problems.totals },
    text: importWords(after, problems),
    exitCode: importExitCode(after),
  };
}

function mergeWords({
  importId,
  version,
  merged,
  unchanged,
  refused,
  firstRefused,
}: z.output<typeof mergedRejects>): string {
  const more = refused > firstRefused.length ? [`  and ${count(refused - firstRefused.length)} more`] : [];
  return [
    `Merged ${plural(merged, 'row')} into ${importId} (version ${version}); ${count(unchanged)} came back as they went.`,
    ...(refused === 0 ? [] : [`Left out: ${plural(refused, 'row')}`]),
    ...firstRefused.map(({ fileRow, message }) => `  row ${fileRow} of the reject file: ${oneLine(message)}`),
    ...more,
  ].join('\n');
}
