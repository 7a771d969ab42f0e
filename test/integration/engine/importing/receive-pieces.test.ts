import { sql } from 'drizzle-orm';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLaw } from '../../../../data/load-law.ts';
import { loadZones } from '../../../../data/load-zones.ts';
import { firstRow } from '../../../../db/rows.ts';
import { FileStoreFullError, type FileStore } from '../../../../engine/deps.ts';
import { createDiskFileStore } from '../../../../engine/files/disk-file-store.ts';
import { cancelImport } from '../../../../engine/importing/receiving/cancel-import.ts';
import {
  finishUpload,
  receivePiece,
  startUpload,
  uploadOffset,
} from '../../../../engine/importing/receiving/receive-pieces.ts';
import { receiveUpload } from '../../../../engine/importing/receiving/receive-upload.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { inPieces } from '../../../unit/engine/importing/memory-files.ts';

const zones = loadZones();
let database: TestDb;
let folder: string;
let files: FileStore;
beforeAll(async () => {
  database = await testDb();
  folder = await mkdtemp(join(tmpdir(), 'outdial-pieces-'));
  files = createDiskFileStore(folder);
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});
const law = loadLaw();
const deps = () => ({ db: database.db, files, zones, law });

const LIST = Buffer.from(`phone,name\n${'+12125550101,Ada Lovelace of Löwenstein\n'.repeat(500)}`);
const SHA = createHash('sha256').update(LIST).digest('hex');
const list = { fileName: 'march.csv', options: {}, actor: 'test' };

const begin = async (more: object = {}): Promise<string> =>
  (await startUpload(deps(), { ...list, wanted: 'upload', ...more })).importId;
const send = (importId: string, offset: number, bytes: Uint8Array | AsyncIterable<Uint8Array>, maxBytes = 1e9) =>
  receivePiece(deps(), {
    importId,
    offset,
    source: bytes instanceof Uint8Array ? inPieces(bytes, 1_009) : bytes,
    maxBytes,
    actor: 'test',
  });
const standing = (importId: string) =>
  firstRow<{ state: string; bytes: number; sha: string; wanted: string; path: string; detected: object }>(
    database.db,
    sql`select state, file_bytes as bytes, file_sha256 as sha, wanted, stored_path as path, detected from imports
        where id = ${importId}`,
  );
async function stored(importId: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of files.read((await standing(importId))?.path ?? '')) parts.push(part);
  return Buffer.concat(parts);
}

describe('an upload in pieces', () => {
  it('is the file that was sent, and a draft that waits', async () => {
    const importId = await begin({ totalBytes: LIST.length });
    expect(await standing(importId)).toMatchObject({ state: 'receiving', bytes: 0 });
    expect(await send(importId, 0, LIST.subarray(0, 5_000))).toEqual({ offset: 5_000 });
    await expect(finishUpload(deps(), { importId, actor: 'test' })).rejects.toMatchObject({
      code: 'upload_incomplete',
      details: { offset: 5_000, totalBytes: LIST.length },
    });
    await send(importId, 5_000, LIST.subarray(5_000));
    expect(await finishUpload(deps(), { importId, sha256: SHA.toUpperCase(), actor: 'test' })).toEqual({
      importId,
      bytes: LIST.length,
      sha256: SHA,
      state: 'uploaded',
      wanted: 'upload',
    });
    expect((await stored(importId)).equals(LIST)).toBe(true);
    expect(await standing(importId)).toMatchObject({
      state: 'uploaded',
      sha: SHA,
      wanted: 'upload',
      detected: { encoding: { encoding: 'utf-8' } },
    });
    await expect(send(importId, LIST.length, LIST)).rejects.toMatchObject({ code: 'upload_over' });
  });

  it('keeps what arrived of a piece that breaks off, and says where to go on', async () => {
    const importId = await begin();
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield LIST.subarray(0, 1_234);
      throw new Error('the line went dead');
    }
    await expect(send(importId, 0, cut())).rejects.toThrow('the line went dead');
    expect(await uploadOffset(deps(), { importId })).toEqual({ offset: 1_234, totalBytes: null });
    await expect(send(importId, 0, LIST)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'upload_offset',
      details: { offset: 1_234 },
    });
    await send(importId, 1_234, LIST.subarray(1_234));
    await finishUpload(deps(), { importId, sha256: SHA, actor: 'test' });
  });

  it('never holds bytes twice when a kill came between the bytes and their offset', async () => {
    const importId = await begin();
    await send(importId, 0, LIST.subarray(0, 2_000));
    const path = (await standing(importId))?.path ?? '';
    await files.writeAt(path, 2_000, LIST.subarray(2_000, 9_000));
    expect(await uploadOffset(deps(), { importId })).toMatchObject({ offset: 2_000 });
    await send(importId, 2_000, LIST.subarray(2_000, 2_500));
    expect((await stored(importId)).equals(LIST.subarray(0, 2_500))).toBe(true);
    await files.writeAt(path, 2_500, LIST.subarray(0, 777));
    const { bytes } = await finishUpload(deps(), { importId, actor: 'test' });
    expect(bytes).toBe(2_500);
    expect((await stored(importId)).equals(LIST.subarray(0, 2_500))).toBe(true);
  });

  it('lets one of two senders at the same offset write', async () => {
    const importId = await begin();
    let started = 0;
    let letBothGo = (): void => {};
    const both = new Promise<void>((resolve) => (letBothGo = resolve));
    async function* together(): AsyncGenerator<Uint8Array> {
      if (++started === 2) letBothGo();
      await both;
      yield LIST;
    }
    const answers = await Promise.allSettled([send(importId, 0, together()), send(importId, 0, together())]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'upload_offset' } });
    expect((await stored(importId)).equals(LIST)).toBe(true);
  });

  it('stays open when the bytes are not those that were sent', async () => {
    const importId = await begin();
    await send(importId, 0, LIST);
    await expect(
      finishUpload(deps(), { importId, sha256: SHA.replace(/^./, (c) => (c === '0' ? '1' : '0')), actor: 'test' }),
    ).rejects.toMatchObject({ code: 'upload_damaged' });
    expect(await standing(importId)).toMatchObject({ state: 'receiving', bytes: LIST.length });
  });

  it.each<[string, Buffer]>([
    ['file_is_spreadsheet', Buffer.from('PK\x03\x04 rest of a workbook')],
    ['file_is_binary', Buffer.from([1, 2, 0, 3, 0, 0, 9, 9, 9, 0])],
    ['file_empty', Buffer.from('\n\n')],
    ['file_empty', Buffer.alloc(0)],
  ])('refuses with %s what is no list', async (code, bytes) => {
    const importId = await begin();
    await send(importId, 0, bytes);
    await expect(finishUpload(deps(), { importId, actor: 'test' })).rejects.toMatchObject({ code });
    expect(await standing(importId)).toMatchObject({ state: 'receiving' });
  });

  it('holds no more than was announced or is allowed', async () => {
    await expect(startUpload(deps(), { ...list, totalBytes: 11, maxBytes: 10 })).rejects.toMatchObject({
      code: 'file_too_large',
    });
    const importId = await begin({ totalBytes: 100 });
    await expect(send(importId, 0, LIST)).rejects.toMatchObject({ code: 'upload_too_long' });
    await expect(send(importId, 0, LIST, 50)).rejects.toMatchObject({ code: 'file_too_large' });
    expect(await uploadOffset(deps(), { importId })).toEqual({ offset: 0, totalBytes: 100 });
  });

  it('says that the disk is full, and goes on when there is room', async () => {
    const importId = await begin();
    const full: FileStore = {
      ...files,
      writeAt: async () => {
        throw new FileStoreFullError('no room');
      },
    };
    await expect(
      receivePiece(
        { ...deps(), files: full },
        { importId, offset: 0, source: inPieces(LIST), maxBytes: 1e9, actor: 'test' },
      ),
    ).rejects.toMatchObject({ kind: 'unavailable', code: 'disk_full' });
    await send(importId, 0, LIST);
    expect((await stored(importId)).equals(LIST)).toBe(true);
  });

  it('can be cancelled, and its bytes are gone', async () => {
    const importId = await begin();
    await send(importId, 0, LIST);
    await cancelImport(deps(), { importId, actor: 'test' });
    await expect(stored(importId)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(send(importId, LIST.length, LIST)).rejects.toMatchObject({ code: 'upload_over' });
    await expect(uploadOffset(deps(), { importId: randomUUID() })).rejects.toMatchObject({ code: 'unknown_import' });
  });
});

describe('a list that names its campaign', () => {
  it('is refused before a byte is read when there is no such campaign, or a stop list names none', async () => {
    const none = { ...list, source: inPieces(LIST), maxBytes: 1e9 };
    await expect(receiveUpload(deps(), { ...none, campaignId: randomUUID() })).rejects.toMatchObject({
      code: 'unknown_campaign',
    });
    await expect(receiveUpload(deps(), { ...none, purpose: 'stop' })).rejects.toMatchObject({
      code: 'campaign_needed',
    });
    await expect(startUpload(deps(), { ...list, purpose: 'stop' })).rejects.toMatchObject({ code: 'campaign_needed' });
  });
});
