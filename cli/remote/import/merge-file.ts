import { Readable } from 'node:stream';
import { count, plural } from '../../print/amounts.ts';
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
    signal: io.interrupted(),
  });
  const unknown = merged.unknown === 0 ? '' : `; ${plural(merged.unknown, 'row')} of the file are not in it`;
  const words = `Merged ${plural(merged.merged, 'row')} into ${importId} (version ${count(merged.version)})${unknown}.`;
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
