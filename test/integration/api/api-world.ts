import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../../api/app.ts';
import type { ApiDeps } from '../../../api/deps.ts';
import { pendingMigrations } from '../../../db/pending-migrations.ts';
import { createKey } from '../../../engine/access/create-key.ts';
import type { Scope } from '../../../engine/access/scopes.ts';
import type { EngineDeps } from '../../../engine/deps.ts';
import { createDiskFileStore } from '../../../engine/files/disk-file-store.ts';
import { createInbox } from '../../../engine/folding/inbox.ts';
import type { Telephony } from '../../../engine/ports.ts';
import { scriptedTelephony } from '../../support/scripted-telephony.ts';
import { engineOver } from '../../support/seed.ts';
import { testDb, type TestDb } from '../../support/test-db.ts';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  /** A text field of the body; fails when there is none. */
  field: (name: string) => string;
  headers: LightMyRequestResponse['headers'];
  text: string;
}

export interface ApiWorld {
  app: FastifyInstance;
  test: TestDb;
  engine: EngineDeps;
  /** A key that may do everything. */
  adminKey: string;
  keyWith: (...scopes: Scope[]) => Promise<string>;
  /** Asks as the admin unless another key is given; null = without a key. */
  ask: (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    options?: { body?: unknown; key?: string | null; headers?: Record<string, string>; raw?: InjectOptions['payload'] },
  ) => Promise<Answer>;
  close: () => Promise<void>;
}

/** The whole API over a database of its own; nothing listens. */
export async function openApi(
  options: { telephony?: Partial<Telephony>; engine?: Partial<EngineDeps>; api?: Partial<ApiDeps> } = {},
): Promise<ApiWorld> {
  const test = await testDb();
  const folder = await mkdtemp(join(tmpdir(), 'outdial-api-'));
  const engine: EngineDeps = {
    ...engineOver(test, { ...scriptedTelephony(), ...options.telephony }),
    files: createDiskFileStore(folder),
    ...options.engine,
  };
  const app = await createApp({
    engine,
    inbox: createInbox({ db: test.db }),
    pendingMigrations: () => pendingMigrations(test.url),
    ...options.api,
  });
  const keyWith = async (...scopes: Scope[]): Promise<string> =>
    (await createKey(engine, { name: 'test', scopes, actor: 'test' })).key;
  const adminKey = await keyWith('admin');
  return {
    app,
    test,
    engine,
    adminKey,
    keyWith,
    ask: async (method, url, { body, key = adminKey, headers = {}, raw } = {}) => {
      const answer = await app.inject({
        method,
        url,
        headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
        ...(raw === undefined ? {} : { payload: raw }),
        ...(body === undefined ? {} : { payload: JSON.stringify(body), headers: jsonHeaders(key, headers) }),
      });
      const isJson = /json/.test(String(answer.headers['content-type'] ?? ''));
      const fields: Record<string, unknown> = isJson ? answer.json() : {};
      return {
        status: answer.statusCode,
        body: fields,
        field: (name) => {
          const value = fields[name];
          if (typeof value !== 'string') throw new Error(`${method} ${url}: no text "${name}" in ${answer.body}`);
          return value;
        },
        headers: answer.headers,
        text: answer.body,
      };
    },
    close: async () => {
      await app.close();
      await test.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const jsonHeaders = (key: string | null, headers: Record<string, string>): Record<string, string> => ({
  'content-type': 'application/json',
  ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  ...headers,
});
