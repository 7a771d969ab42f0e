import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listEvents } from '../../../../engine/events/list-events.ts';
import { writeEvents } from '../../../../engine/events/write-events.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb({ maxConnections: 12 });
});
afterAll(async () => await test.drop());

/** A transaction that writes and lingers before it ends, as one would that waits for a lock or a slow disk. */
const Writer = fc.record({
  startMs: fc.integer({ min: 0, max: 40 }),
  betweenMs: fc.integer({ min: 0, max: 20 }),
  lingerMs: fc.integer({ min: 0, max: 40 }),
  writes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
  commits: fc.boolean(),
});
type Writer = typeof Writer extends fc.Arbitrary<infer Value> ? Value : never;

/** Where the feed ends now, when nobody writes. */
async function endOfFeed(): Promise<number> {
  const { items, after } = await listEvents(test, { limit: 500, after: 0, kinds: ['none'] });
  expect(items).toEqual([]);
  return after;
}

class RolledBack extends Error {}

async function run(writer: Writer, subject: string): Promise<number[]> {
  const ids: number[] = [];
  await sleep(writer.startMs);
  try {
    await test.db.transaction(async (tx) => {
      for (const count of writer.writes) {
        const events = Array.from({ length: count }, () => ({ kind: 'appointment.moved', subject, data: {} }));
        ids.push(...(await writeEvents(tx, events)));
        await sleep(writer.betweenMs);
      }
      await sleep(writer.lingerMs);
      if (!writer.commits) throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return [];
  }
  return ids;
}

describe('the feed of events', () => {
  it('shows each committed event once and in the order of ids to a reader that goes on from where it was', async () => {
    let after = await endOfFeed();
    await fc.assert(
      fc.asyncProperty(fc.array(Writer, { minLength: 2, maxLength: 8 }), async (writers) => {
        const seen: number[] = [];
        let writing = true;
        const read = async (): Promise<void> => {
          const answer = await listEvents(test, { after, limit: 4 });
          seen.push(...answer.items.map(({ id }) => id));
          after = answer.after;
        };
        const reader = (async () => {
          while (writing) await read();
        })();
        const written = (await Promise.all(writers.map((writer, at) => run(writer, `appointment:${at}`)))).flat();
        writing = false;
        await reader;
        for (let last = -1; last !== after;) {
          last = after;
          await read();
        }
        expect(seen).toEqual(written.toSorted((a, b) => a - b));
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('waits for a transaction that is still open, and not for one that came later', async () => {
    const after = await endOfFeed();
    const event = (subject: string) => [{ kind: 'appointment.booked', subject, data: {} }];
    let commit = (): void => {};
    const held = new Promise<void>((resolve) => (commit = resolve));
    let wrote = (_ids: number[]): void => {};
    const firstWrote = new Promise<number[]>((resolve) => (wrote = resolve));
    const slow = test.db.transaction(async (tx) => {
      wrote(await writeEvents(tx, event('slow:1')));
      await held;
    });
    const [slowId = 0] = await firstWrote;
    const [quickId = 0] = await test.db.transaction((tx) => writeEvents(tx, event('quick:1')));
    expect(quickId).toBeGreaterThan(slowId);
    const meanwhile = await listEvents(test, { after });
    commit();
    expect(meanwhile.items).toEqual([]);
    await slow;
    expect((await listEvents(test, { after })).items.map(({ id }) => id)).toEqual([slowId, quickId]);
  });

  it('keeps to kinds and subject, and passes over what they leave out', async () => {
    const after = await endOfFeed();
    const ids = await test.db.transaction((tx) =>
      writeEvents(tx, [
        { kind: 'appointment.booked', subject: 'appointment:a', data: { programme: 'p' } },
        { kind: 'appointmentless', subject: 'appointment:a', data: {} },
        { kind: 'appointment.moved', subject: 'appointment:b', data: {} },
      ]),
    );
    const asked = async (input: object) => (await listEvents(test, { after, ...input })).items.map(({ id }) => id);
    expect(await asked({ kinds: ['appointment'] })).toEqual([ids[0], ids[2]]);
    expect(await asked({ kinds: ['appointment.*'], subject: 'appointment:b' })).toEqual([ids[2]]);
    expect((await listEvents(test, { after, kinds: ['other'] })).after).toBe(ids[2]);
    expect((await listEvents(test, { after: after, limit: 1 })).items[0]).toMatchObject({
      id: ids[0],
      kind: 'appointment.booked',
      subject: 'appointment:a',
      data: { programme: 'p' },
    });
    await expect(listEvents(test, { kinds: ['no kind!'] })).rejects.toMatchObject({ code: 'kind_unreadable' });
  });
});
