import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readHere } from '../../../../engine/importing/checking/open-list-reader.ts';
import { runImport } from '../../../../engine/importing/run-import.ts';
import { threadedListReader } from '../../../../worker/threaded-list-reader.ts';
import { loadCorpus } from '../../../corpus/corpus.ts';
import { storedGroups, storedVerdicts } from '../../../corpus/stored-verdicts.ts';
import { jobFor, tables } from '../../../unit/engine/importing/list-job.ts';
import { draftTrial, type DraftTrial } from './draft-steps.ts';

let trial: DraftTrial;
let threads: ReturnType<typeof threadedListReader>;
beforeAll(async () => {
  trial = await draftTrial();
  threads = threadedListReader();
});
afterAll(async () => {
  await threads.close();
  await trial.close();
});

const list = (count: number, first: number): string => {
  let text = 'phone,mobile,name\n';
  for (let i = 0; i < count; i++) {
    const phone = `+1212${300 + first}${String(i % 2_900).padStart(4, '0')}`;
    text +=
      i % 97 === 5
        ? `bad,,x\n`
        : `${phone},${i % 50 === 1 ? `+1646${300 + first}${1_000 + (i % 2_900)}` : ''},"Zoë ""${i}"""\n`;
  }
  return text;
};
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text));

describe('a list that is read in a thread', () => {
  it('is in the database as if it had been read here', async () => {
    const content = list(3_500, 1);
    const here = await trial.upload(content, {}, { wanted: 'check' });
    const there = await trial.upload(content, {}, { wanted: 'check' });
    expect((await runImport(trial.deps, here)).outcome).toBe('checked');
    expect((await runImport({ ...trial.deps, openListReader: threads.open }, there)).outcome).toBe('checked');
    const { db } = trial.database;
    expect(await storedVerdicts(db, there)).toEqual(await storedVerdicts(db, here));
    expect(await storedGroups(db, there)).toEqual(await storedGroups(db, here));
  });

  it('gives every answer that a reader here gives, for each nasty file', async () => {
    for (const { bytes, expected } of loadCorpus()) {
      if (expected.rows === undefined) continue;
      const job = await jobFor(bytes, expected.options);
      const answers = await Promise.all(
        [threads.open, readHere(tables)].map(async (open) => {
          const reader = await open(job);
          try {
            const pushed = await reader.push(new Uint8Array(bytes));
            const last = await reader.push(null);
            const cells = Object.keys(expected.rows ?? {}).map((row) => ({
              number: Number(row),
              line: Number(row),
              cells: job.layout.header.map(() => '+12125550101'),
            }));
            return { pushed, last, again: await reader.checkAgain(cells) };
          } finally {
            reader.close();
          }
        }),
      );
      expect(answers[0]).toEqual(answers[1]);
    }
  }, 60_000);

  it('keeps lists apart that are read at once, and asks in any order', async () => {
    const contents = [list(2_500, 2), list(2_600, 3), list(2_700, 4)];
    const counted = await Promise.all(
      contents.map(async (content) => {
        const reader = await threads.open(await jobFor(content));
        const bytes = bytesOf(content);
        const half = Math.floor(bytes.length / 2);
        const pieces = await Promise.all([
          reader.push(bytes.slice(0, half)),
          reader.push(bytes.slice(half)),
          reader.push(null),
        ]);
        reader.close();
        return pieces.flat().reduce((sum, { rows }) => sum + rows, 0);
      }),
    );
    expect(counted).toEqual([2_500, 2_600, 2_700]);
  });

  it('begins anew with each list, though the thread is kept', async () => {
    const content = 'phone\n+12125550101\n';
    for (let times = 0; times < 3; times++) {
      const reader = await threads.open(await jobFor(content));
      await reader.push(bytesOf(content));
      const [chunk] = await reader.push(null);
      expect([chunk?.accepted, chunk?.doubtful.length]).toEqual([1, 0]);
      reader.close();
    }
  });

  it('says so when its thread has ended, and the next list has another', async () => {
    const dying = threadedListReader();
    const content = 'phone\n+12125550101\n';
    const reader = await dying.open(await jobFor(content));
    await dying.close();
    await expect(reader.push(null)).rejects.toThrow('the reading thread ended');
    const next = await dying.open(await jobFor(content));
    await next.push(bytesOf(content));
    expect((await next.push(null)).map(({ accepted }) => accepted)).toEqual([1]);
    await dying.close();
  });

  it('leaves no thread behind when a list cannot be opened', async () => {
    const ended = vi.spyOn(Worker.prototype, 'terminate');
    const { layout, ...job } = await jobFor('phone\n+12125550101\n');
    const opening = threads.open({ ...job, layout: { ...layout, columns: JSON.parse('[null]') } });
    await expect(opening).rejects.toThrow('the reading thread failed');
    expect(ended).toHaveBeenCalledOnce();
    ended.mockRestore();
  });

  it('fails alone when its reading fails', async () => {
    const content = 'phone\n+12125550101\n';
    const job = await jobFor(content);
    const reader = await threads.open(job);
    // Nothing that a caller does: a message that no reader understands.
    const broken = reader.checkAgain(JSON.parse('[null]'));
    await expect(broken).rejects.toThrow('the reading thread failed');
    await reader.push(bytesOf(content));
    expect((await reader.push(null)).map(({ accepted }) => accepted)).toEqual([1]);
    reader.close();
  });
});
