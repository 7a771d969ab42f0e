import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
  for (const [fileName, rows] of LISTS) {
    const answer = await world.ask('POST', `/v1/imports?fileName=${encodeURIComponent(fileName)}&draft=true`, {
      raw: `phone\n+12125550101\n${fileName}`,
      headers: { 'content-type': 'text/csv' },
    });
    await world.test.adminDb.execute(sql`
      update imports set rows_read = ${rows}, accepted_rows = ${rows}, state = ${rows === 0 ? 'uploaded' : 'checked'}
      where id = ${answer.field('importId')}`);
  }
});
afterAll(() => world.close());

/** From the oldest to the newest; nobody has looked at the one without rows. */
const LISTS = [
  ['March.csv', 30],
  ['april.csv', 7],
  ['Mai.csv', 0],
  ['april.csv', 300],
  ['Über.csv', 7],
] as const;
const page = z.object({
  items: z.array(z.object({ fileName: z.string(), rowsRead: z.int() })),
  nextCursor: z.string().nullable(),
});

async function pages(query: string): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const address = `/v1/imports?limit=2${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const { items, nextCursor } = page.parse((await world.ask('GET', address)).body);
    found.push(...items.map(({ fileName, rowsRead }) => `${fileName} ${rowsRead}`));
    cursor = nextCursor;
  }
  return found;
}
const NEWEST_FIRST = LISTS.map(([fileName, rows]) => `${fileName} ${rows}`).toReversed();

describe('the list of uploads', () => {
  it('comes newest first, page by page', async () => {
    expect(await pages('')).toEqual(NEWEST_FIRST);
    expect(await pages('&sort=created&direction=desc')).toEqual(NEWEST_FIRST);
    expect(await pages('&sort=created')).toEqual(NEWEST_FIRST.toReversed());
  });

  it('is sorted by name without regard to case, equal ones newest first', async () => {
    const byName = await pages('&sort=file');
    expect(byName.filter((each) => !each.startsWith('Ü'))).toEqual([
      'april.csv 300',
      'april.csv 7',
      'Mai.csv 0',
      'March.csv 30',
    ]);
  });

  it('is sorted by rows, with what nobody has looked at behind, whatever the direction', async () => {
    const equal = ['Über.csv 7', 'april.csv 7'];
    expect(await pages('&sort=rows')).toEqual([...equal, 'March.csv 30', 'april.csv 300', 'Mai.csv 0']);
    expect(await pages('&sort=rows&direction=desc')).toEqual(['april.csv 300', 'March.csv 30', ...equal, 'Mai.csv 0']);
  });

  it('names every list once by whatever it is sorted, narrowed or not, and as CSV too', async () => {
    for (const sort of ['created', 'file', 'state', 'rows', 'accepted', 'rejected', 'duplicates', 'size', 'by']) {
      for (const direction of ['asc', 'desc']) {
        const found = await pages(`&sort=${sort}&direction=${direction}`);
        expect([sort, direction, found.toSorted()]).toEqual([sort, direction, NEWEST_FIRST.toSorted()]);
      }
      const checked = await pages(`&sort=${sort}&state=checked`);
      expect([sort, checked.toSorted()]).toEqual([
        sort,
        NEWEST_FIRST.filter((each) => !each.endsWith(' 0')).toSorted(),
      ]);
    }
    const csv = await world.ask('GET', '/v1/imports.csv?sort=rows&direction=desc');
    expect(csv.text.split('\r\n')[1]).toContain('april.csv');
  });

  it('refuses a cursor of another order, one that is none, and a direction of nothing', async () => {
    const { nextCursor } = page.parse((await world.ask('GET', '/v1/imports?limit=2&sort=file')).body);
    const refusal = async (query: string) => (await world.ask('GET', `/v1/imports?${query}`)).body;
    expect(await refusal(`sort=rows&cursor=${nextCursor ?? ''}`)).toMatchObject({ code: 'cursor_of_another_sort' });
    expect(await refusal('cursor=nothing')).toMatchObject({ status: 422, code: 'bad_cursor' });
    expect(await refusal('direction=asc')).toMatchObject({ code: 'direction_without_sort' });
    expect(await refusal('sort=colour')).toMatchObject({ status: 400, code: 'request_invalid' });
  });
});
