import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**', '**/.outdial/**'];
const SERVERS = 'test/support/global-setup.ts';

const BROWSER = 'test/e2e/dashboard/**/*.test.ts';

interface Project {
  name: string;
  include?: string;
  leaveOut?: string;
  needsServers?: boolean;
  /** Projects of a lower group run first; those of one group share the workers. */
  group: number;
  maxWorkers?: number;
  timeoutMs?: number;
}

/** Two workers, because the servers under test want the rest of the machine. */
function project({
  name,
  include,
  leaveOut,
  needsServers = false,
  group,
  maxWorkers = 2,
  timeoutMs = 30_000,
}: Project) {
  return {
    test: {
      name,
      include: [include ?? `test/${name}/**/*.test.ts`],
      exclude: leaveOut === undefined ? exclude : [...exclude, leaveOut],
      pool: 'forks' as const,
      maxWorkers,
      testTimeout: timeoutMs,
      hookTimeout: Math.max(timeoutMs, 60_000),
      sequence: { groupOrder: group },
      ...(needsServers ? { globalSetup: [SERVERS] } : {}),
    },
  };
}

export default defineConfig({
  test: {
    reporters: ['default', './test/support/count-reporter.ts'],
    projects: [
      project({ name: 'unit', group: 0 }),
      project({ name: 'replay', group: 0, timeoutMs: 60_000 }),
      project({ name: 'integration', group: 0, needsServers: true }),
      project({ name: 'contract', group: 0, needsServers: true }),
      project({ name: 'workflows', group: 0, needsServers: true, timeoutMs: 60_000 }),
      project({ name: 'e2e', leaveOut: BROWSER, group: 1, needsServers: true, timeoutMs: 120_000 }),
      // A browser and a whole stack each: two of them at once leave each other no time.
      project({ name: 'browser', include: BROWSER, group: 3, needsServers: true, maxWorkers: 1, timeoutMs: 180_000 }),
      // One at a time: they kill processes and count what happens meanwhile.
      project({ name: 'chaos', group: 2, needsServers: true, maxWorkers: 1, timeoutMs: 300_000 }),
    ],
  },
});
