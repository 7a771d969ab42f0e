import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { browser, COOKIE, join, PASSWORD, signInAs, type Browser } from './people-world.ts';

let world: ApiWorld;
let admin: Browser & { userId: string };
beforeAll(async () => {
  world = await openApi({ api: { version: '9.9.9' } });
  admin = await join(world, 'first', 'ana@example.org');
});
afterAll(() => world.close());

const moveClock = (seconds: number) =>
  world.test.adminDb.execute(sql`update installation set clock_offset_ms = clock_offset_ms + ${seconds * 1_000}`);

describe('signing in', () => {
  it('says who one is, what one may do, and what kind of installation this is', async () => {
    const answer = await admin.ask('GET', '/v1/session');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user: { id: admin.userId, name: 'First', email: 'ana@example.org', role: 'admin' },
      scopes: ['admin'],
      mode: 'SIMULATED',
      clockOffsetMs: 0,
      version: '9.9.9',
      temporalUiUrl: null,
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});
