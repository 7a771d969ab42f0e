import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundle } from '@temporalio/worker';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const HISTORIES = here('./histories/');
const logger = new DefaultLogger('ERROR');

const bundle = async (path: string): Promise<WorkflowBundle> =>
  await bundleWorkflowCode({ workflowsPath: here(path), logger });
const replay = async (code: WorkflowBundle, name: string): Promise<void> => {
  const history: unknown = JSON.parse(await readFile(`${HISTORIES}${name}`, 'utf8'));
  // The workflow's id is its file's name: ids derived from it must not differ.
  await Worker.runReplayHistory({ workflowBundle: code }, history, name.replace('.json', ''));
};

let today: WorkflowBundle;
let broken: WorkflowBundle;
const names = await readdir(HISTORIES);
beforeAll(async () => {
  today = await bundle('../../workflows/index.ts');
  broken = await bundle('./broken/run-workflow.ts');
});

describe('recorded histories', () => {
  it('are there', () => expect(names.length).toBeGreaterThanOrEqual(4));

  it.each(names)('%s replays with the workflows of today', async (name) => {
    await expect(replay(today, name)).resolves.toBeUndefined();
  });

  it.each(names)('%s is refused by workflows that are broken on purpose', async (name) => {
    await expect(replay(broken, name)).rejects.toMatchObject({
      name: 'DeterminismViolationError',
      message: expect.stringMatching(/nondeterminism|does not match|mismatch/i),
    });
  });
});

describe('the workflow bundle', () => {
  it('holds no input, output, engine or database code', () => {
    for (const forbidden of [
      'node:fs',
      'node:net',
      'pg-copy-streams',
      'drizzle',
      'undici',
      'ioredis',
      'select outdial_now',
    ]) {
      expect(today.code.includes(forbidden), forbidden).toBe(false);
    }
    expect(today.code).toContain('runWorkflow');
  });
});
