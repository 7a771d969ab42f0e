import { createKey } from '../../engine/access/create-key.ts';
import type { Scope } from '../../engine/access/scopes.ts';
import { startApiProcess, type ApiProcess } from '../support/api-process.ts';
import { openTrial, type Trial } from '../support/trial.ts';
import type { WorkerProcess } from '../support/worker-process.ts';
import { createUser, type User } from './user.ts';

/** An installation as a user meets it: an api and a worker as processes, a key, and the simulator as the world. */
export interface Installation extends Trial {
  api: ApiProcess;
  worker: WorkerProcess;
  /** Holds a key for everything. */
  user: User;
  /** Another user, with a key for less. */
  userWith: (scopes: Scope[]) => Promise<User>;
}

/** Starts it on a database of its own, beside nothing that another test file has. */
export async function openInstallation(
  options: {
    speed?: number;
    seed?: number;
    lawFolder?: string;
    servers?: { redisUrl: string; temporalAddress: string };
  } = {},
): Promise<Installation> {
  const trial = await openTrial(options);
  try {
    const [api, worker] = await Promise.all([startApiProcess(trial.environment), trial.startWorker()]);
    const userWith = async (scopes: Scope[]): Promise<User> => {
      const { key } = await createKey(trial.deps, { name: `trial ${scopes.join(' ')}`, scopes, actor: 'test' });
      return createUser(api.url, key);
    };
    return {
      ...trial,
      api,
      worker,
      user: await userWith(['admin']),
      userWith,
      close: async () => {
        await api.kill();
        await trial.close();
      },
    };
  } catch (error) {
    await trial.close();
    throw error;
  }
}
