import { z } from 'zod';
import { EXIT } from '../exit-codes.ts';
import { verb } from '../verb.ts';

const NOTHING = z.object({});

/** What these commands do is loaded when they are typed: a client of the API needs none of it. */
export const stackVerbs = [
  verb('up', 'start what is not running: servers, worker, api; they stay until "down"', {
    input: NOTHING,
    run: async (_, { io }) => {
      const { up } = await import('./up.ts');
      const { withoutPassword } = await import('./servers.ts');
      const { firstAdminWords } = await import('./first-admin-verb.ts');
      const made = await up({ log: (line) => io.err(`${line}\n`) });
      const data = {
        ...made,
        databaseUrl: withoutPassword(made.databaseUrl),
        redisUrl: withoutPassword(made.redisUrl),
      };
      const text = [
        `The api answers at ${made.apiUrl} (described at ${made.apiUrl}/docs).`,
        ...(made.uiAddress === undefined ? [] : [`Temporal shows itself at ${made.uiAddress}.`]),
        ...(made.setupUrl === undefined ? [] : [firstAdminWords(made.setupUrl)]),
        'A first key: outdial keys create --local',
      ].join('\n');
      return { data, text };
    },
  }),
  verb('down', 'stop what "up" started; data stay', {
    input: NOTHING,
    run: async (_, { io }) => {
      const { down } = await import('./down.ts');
      const stopped = await down({ log: (line) => io.err(`${line}\n`) });
      return { data: { stopped }, text: stopped.length === 0 ? 'Nothing was running.' : 'Everything is stopped.' };
    },
  }),
  verb('status', 'what of the local stack runs and answers; ends with 1 when something does not', {
    input: NOTHING,
    run: async () => {
      const { status, statusTable } = await import('./status.ts');
      const parts = await status();
      const well = parts.every(({ state }) => state === 'running' || state === 'given');
      return { data: { parts }, text: statusTable(parts), exitCode: well ? EXIT.done : EXIT.failed };
    },
  }),
];
