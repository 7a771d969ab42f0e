import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'outdial-boundaries-'));
let complaints: Map<string, string[]>;

const IMPORTS = 'no-restricted-imports';
/** A file, what it holds, and the rule that must refuse it; undefined = allowed. */
const PLANTED: [file: string, code: string, refusedBy: string | undefined][] = [
  ['domain/a.ts', `import { readFileSync } from 'node:fs';`, IMPORTS],
  ['domain/b.ts', `import type { Db } from '../db/client.ts';`, IMPORTS],
  ['domain/c.ts', `import { sql } from 'drizzle-orm';`, IMPORTS],
  ['domain/d.ts', `import { x } from './window.ts';`, undefined],
  ['engine/dialing/a.ts', `import { Client } from '@temporalio/client';`, IMPORTS],
  ['engine/dialing/b.ts', `import { Queue } from 'bullmq';`, IMPORTS],
  ['engine/dialing/c.ts', `import { agentNumber } from '../../providers/agentnumber/client.ts';`, IMPORTS],
  ['engine/dialing/d.ts', `import { rows } from '../../db/rows.ts';`, undefined],
  ['engine/dialing/e.ts', `import { now } from '../../simulator/clock.ts';`, IMPORTS],
  ['providers/cartesia/a.ts', `import type { Telephony } from '../../engine/ports.ts';`, undefined],
  ['providers/cartesia/b.ts', `import { claim } from '../../engine/dialing/claim.ts';`, IMPORTS],
  ['providers/cartesia/c.ts', `import { rows } from '../../db/rows.ts';`, IMPORTS],
  ['workflows/a.ts', `import type { Activities } from '../activities/dispatch.ts';`, undefined],
  ['workflows/b.ts', `import { activities } from '../activities/dispatch.ts';`, IMPORTS],
  ['workflows/c.ts', `import type { Db } from '../db/client.ts';`, IMPORTS],
  ['workflows/d.ts', `import { Client } from '@temporalio/client';`, IMPORTS],
  ['workflows/e.ts', `export const home = process.cwd();`, 'no-restricted-globals'],
  ['activities/a.ts', `import { claim } from '../engine/dialing/claim.ts';`, undefined],
  ['activities/b.ts', `import { sql } from 'drizzle-orm';`, IMPORTS],
  ['activities/c.ts', `import { listenForWork } from '../db/listen.ts';`, undefined],
  ['activities/d.ts', `import { rows } from '../db/rows.ts';`, IMPORTS],
  ['activities/e.ts', `import { QUEUES } from '../queues/catalogue.ts';`, undefined],
  ['activities/f.ts', `import { importList } from '../queues/import.ts';`, IMPORTS],
  ['queues/a.ts', `import { Client } from '@temporalio/client';`, IMPORTS],
  ['relay/a.ts', `import { runWorkflow } from '../workflows/run.ts';`, IMPORTS],
  ['relay/b.ts', `import { RUN } from '../workflows/contract.ts';`, undefined],
  ['relay/c.ts', `import { notifyWork } from '../db/notify.ts';`, undefined],
  ['api/routes/a.ts', `import { Client } from '@temporalio/client';`, IMPORTS],
  ['api/routes/b.ts', `import { Queue } from 'bullmq';`, IMPORTS],
  ['api/routes/c.ts', `import { rows } from '../../db/rows.ts';`, IMPORTS],
  ['api/auth/a.ts', `import { rows } from '../../db/rows.ts';`, undefined],
  ['api/schemas/a.ts', `import type { Channel } from '../../domain/channel.ts';`, undefined],
  ['api/schemas/b.ts', `import { Channel } from '../../domain/channel.ts';`, IMPORTS],
  ['api/schemas/c.ts', `import type { Launch } from '../../engine/campaigns/launch.ts';`, IMPORTS],
  ['db/a.ts', `import { claim } from '../engine/dialing/claim.ts';`, IMPORTS],
  ['config/a.ts', `import { rows } from '../db/rows.ts';`, IMPORTS],
  ['data/a.ts', `import { rows } from '../db/rows.ts';`, IMPORTS],
  ['cli/remote/a.ts', `import { campaign } from '../../api/schemas/campaign.ts';`, undefined],
  ['cli/remote/b.ts', `import { launch } from '../../engine/campaigns/launch.ts';`, IMPORTS],
  ['cli/local/a.ts', `import { startServers } from '../../dev/servers/start-servers.ts';`, undefined],
  ['cli/local/b.ts', `import { createWorker } from '../../worker/main.ts';`, IMPORTS],
  ['dashboard/pages/a.ts', `import type { campaign } from '../../api/schemas/campaigns.ts';`, undefined],
  ['dashboard/pages/b.ts', `import { campaign } from '../../api/schemas/campaigns.ts';`, IMPORTS],
  ['dashboard/pages/c.ts', `import { launch } from '../../engine/campaigns/launch.ts';`, IMPORTS],
  ['dashboard/pages/d.ts', `import { readFile } from 'node:fs/promises';`, IMPORTS],
  ['dashboard/pages/e.ts', `import { get } from '../api/client.ts';`, undefined],
  ['dashboard/pages/f.ts', `import { z } from 'zod';`, IMPORTS],
  ['worker/a.ts', `import { createApp } from '../api/app.ts';`, IMPORTS],
  ['worker/b.ts', `import { simulate } from '../simulator/server.ts';`, IMPORTS],
  ['api/main.ts', `import { openDb } from '../db/client.ts';`, undefined],
  ['dev/a.ts', `import { simulate } from '../simulator/server.ts';`, IMPORTS],
  ['dev/b.ts', `import { control } from '../simulator/client.ts';`, undefined],
  ['bench/a.ts', `import { startSimulator } from '../simulator/start.ts';`, IMPORTS],
  ['bench/b.ts', `import { seed } from '../test/support/seed.ts';`, undefined],
  ['simulator/a.ts', `import type { Fact } from '../domain/fact.ts';`, IMPORTS],
  ['engine/credits/env.ts', `export const home = process.env['HOME'];`, 'no-process-env'],
  ['config/env.ts', `export const home = process.env['HOME'];`, undefined],
  ['engine/credits/cycle-a.ts', `import { b } from './cycle-b.ts'; export const a = b;`, 'no-cycle'],
  ['engine/credits/cycle-b.ts', `import { a } from './cycle-a.ts'; export const b = a;`, 'no-cycle'],
  ['engine/credits/default.ts', `export default 1;`, 'no-default-export'],
  ['engine/credits/cast.ts', `export const x = JSON.parse('1') as string;`, 'consistent-type-assertions'],
  ['engine/credits/any.ts', `export const x: any = 1;`, 'no-explicit-any'],
  ['engine/credits/bang.ts', `export const x = (y: string | null) => y!.length;`, 'no-non-null-assertion'],
  ['engine/credits/long.ts', 'export {};\n'.repeat(301), 'max-lines'],
  ['engine/credits/promise.ts', `const f = async () => {}; export const g = () => { f(); };`, 'no-floating-promises'],
  [
    'engine/credits/switch.ts',
    `export function f(x: 'a' | 'b') { switch (x) { case 'a': return 1; } return 0; }`,
    'switch-exhaustiveness-check',
  ],
];

const Report = z.object({ diagnostics: z.array(z.object({ code: z.string().default(''), filename: z.string() })) });

beforeAll(() => {
  for (const [file, code] of PLANTED) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), `${code}\n`);
  }
  for (const name of ['.oxlintrc.json', 'tsconfig.json']) copyFileSync(join(ROOT, name), join(folder, name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const oxlint = join(ROOT, 'node_modules', '.bin', 'oxlint');
  const { stdout } = spawnSync(oxlint, ['--type-aware', '-f', 'json', ...PLANTED.map(([file]) => file)], {
    cwd: folder,
    encoding: 'utf8',
  });
  complaints = new Map();
  for (const { filename, code } of Report.parse(JSON.parse(stdout)).diagnostics) {
    complaints.set(filename, [...(complaints.get(filename) ?? []), code.replace(/^.*\(|\)$/g, '')]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the lint refuses what the import table and the style forbid, and nothing that they allow', () => {
  test.each(PLANTED)('%s: %s', (file, _code, refusedBy) => {
    const rules = (complaints.get(file) ?? []).filter((rule) => rule !== 'no-unused-vars');
    expect([...new Set(rules)]).toEqual(refusedBy === undefined ? [] : [refusedBy]);
  });
});
