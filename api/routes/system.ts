import type { ApiDeps } from '../deps.ts';
import { createSystemReader } from '../live/system-reader.ts';
import { systemHealth } from '../schemas/system.ts';
import type { Api } from './api.ts';

export function systemRoutes(app: Api, deps: ApiDeps): void {
  const read = createSystemReader(deps);
  app.get(
    '/system',
    {
      config: { scope: 'read', quiet: true },
      schema: {
        tags: ['health'],
        description: 'What is dialing, what waits, and each bad news with what still works and how to repair it.',
        response: { 200: systemHealth },
      },
    },
    () => read(),
  );
}
