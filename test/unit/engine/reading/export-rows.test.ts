import fc from 'fast-check';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { started } from '../../../../api/routes/started-stream.ts';
import * as columns from '../../../../engine/reading/export-columns.ts';
import { exportRows } from '../../../../engine/reading/export-rows.ts';
import type { PageInput } from '../../../../engine/reading/page.ts';

const COLUMNS = { id: (row: { id: number; text: string }) => row.id, text: (row: { text: string }) => row.text };

/** A list of so many rows in pages, which says how many of them were read. */
function listOf(count: number, text = (id: number): string => `row ${id}`) {
  const state = { pages: 0 };
  const readPage = async ({ cursor = '0', limit = 1 }: PageInput) => {
    state.pages++;
    const from = Number(cursor);
    const size = Math.min(limit, count - from);
    const items = Array.from({ length: size }, (_, at) => ({ id: from + at, text: text(from + at) }));
    return { items, nextCursor: from + size < count ? String(from + size) : null };
  };
  return { state, readPage };
}

async function written(lines: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const line of lines) text += line;
  return text;
}

it('writes the header and every row once, page by page', async () => {
  const { state, readPage } = listOf(4_321);
  const lines = (await written(exportRows(COLUMNS, readPage))).split('\r\n');
  expect(lines[0]).toBe('id,text');
  expect(lines.slice(1, -1)).toEqual(Array.from({ length: 4_321 }, (_, id) => `${id},row ${id}`));
  expect(lines.at(-1)).toBe('');
  expect(state.pages).toBe(3);
});

it('writes the header of an empty list, and goes on behind an empty page', async () => {
  expect(await written(exportRows(COLUMNS, listOf(0).readPage))).toBe('id,text\r\n');
  const pages = [
    { items: [], nextCursor: 'a' },
    { items: [{ id: 1, text: 'one' }], nextCursor: null },
  ];
  const text = await written(exportRows(COLUMNS, async () => pages.shift() ?? { items: [], nextCursor: null }));
  expect(text).toBe('id,text\r\n1,one\r\n');
});

it('says why before the first line', async () => {
  const refused = async () => {
    throw new Error('no such list');
  };
  await expect(exportRows(COLUMNS, refused).next()).rejects.toThrow('no such list');
});

it('gives a spreadsheet no cell that it would run', async () => {
  const evil = fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string()).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(evil, async (text) => {
      const [, row = ''] = (await written(exportRows({ text: COLUMNS.text }, listOf(1, () => text).readPage))).split(
        /^text\r\n/,
      );
      const cell = row.replace(/^"/, '');
      // Phone numbers and amounts keep their sign.
      if (/^[+-][\d.]+\r\n$/.test(row)) return;
      expect(cell.startsWith("'")).toBe(true);
    }),
  );
});

it('reads no further for a reader that hangs up', async () => {
  const { state, readPage } = listOf(100_000_000);
  let closed: Promise<unknown> = Promise.resolve();
  const answer = async (_: IncomingMessage, response: ServerResponse): Promise<void> => {
    closed = pipeline(Readable.from(await started(exportRows(COLUMNS, readPage))), response).catch(() => {});
  };
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const hangUp = new AbortController();
  const response = await fetch(`http://127.0.0.1:${address.port}`, { signal: hangUp.signal });
  await response.body?.getReader().read();
  hangUp.abort();
  await closed;
  const { pages } = state;
  await new Promise((later) => setTimeout(later, 50));
  expect(state.pages).toBe(pages);
  server.close();
});

it('waits for a reader that is slow', async () => {
  const { state, readPage } = listOf(1_000_000);
  const stream = Readable.from(exportRows(COLUMNS, readPage));
  const lines = stream[Symbol.asyncIterator]();
  await lines.next();
  await new Promise((later) => setTimeout(later, 50));
  // What a stream of objects takes ahead, and not a list.
  expect(state.pages).toBeLessThan(40);
  await lines.return?.();
});

it('keeps the columns of every list', () => {
  const headers = Object.fromEntries(
    Object.entries(columns).map(([name, list]) => [name, Object.keys(list).join(',')]),
  );
  expect(headers).toMatchInlineSnapshot(`
    {
      "APPOINTMENT_EXPORT": "appointment_id,programme_id,programme,external_id,state,phone,name,starts_at,zone,local,answer,answered_at,series_id,next_step,next_at,waiting,in_flight,reached,missed,skipped,failed,booked_at,changed_at",
      "ATTEMPT_EXPORT": "attempt_id,campaign_id,contact_id,account_id,number_id,step,dial,channel,phone,state,reason,outcome,provider_id,provider_reason,talk_seconds,hold_micros,cost_micros,cost_presumed,created_at,sent_at,accepted_at,ended_at,disposed_at,assigned_to",
      "AUDIT_EXPORT": "entry_id,at,actor,action,subject,reason,details,subject_name",
      "CONSENT_EXPORT": "consent_id,phone,kind,purpose,channel,class,method,text_shown,evidence,happened_at,expires_at,created_by,created_at,import_id,row",
      "CONTACT_EXPORT": "contact_id,campaign_id,import_id,row,phone,name,external_id,zones,state,reason,step,dials,last_outcome,changed_at,next_attempt_at",
      "ENTRY_EXPORT": "entry_id,kind,amount_micros,account_id,campaign_id,from,to,attempt_id,note,created_by,created_at,held_micros,released_micros",
      "FAILED_CONTACT_EXPORT": "contact_id,campaign_id,campaign,name,phone,external_id,state,cause,provider_reason,dials,ended_at,attempt_id,number_id,resolved_at,resolved_by,resolved_reason",
      "NUMBER_EXPORT": "number_id,account_id,account,provider_id,phone,label,agent_id,agent,status,synced_at",
      "RETRY_MEMBER_EXPORT": "contact_id,name,phone,external_id,status,exclusion,exclusion_words,canary,cause_before,result,state",
      "REVIEW_EXPORT": "review_id,kind,phone,words,attempt_id,suppression_id,appointments,state,created_at,decided_at,decided_by,decided_reason,assigned_to",
      "SUPPRESSION_EXPORT": "suppression_id,phone,purpose,channel,source,list,evidence,created_by,created_at,lifted_at,lifted_by,lifted_reason",
    }
  `);
});
