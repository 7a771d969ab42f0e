import { readNumberUse } from '../../engine/numbers/number-use.ts';
import type { ApiDeps } from '../deps.ts';
import { numberUses } from '../schemas/number-use.ts';
import type { Api } from './api.ts';

export function numberUseRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/numbers/use',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['numbers'],
        description: 'Which campaigns send from each number, and how its newest attempts did.',
        response: { 200: numberUses },
      },
    },
    () => readNumberUse(engine),
  );
}
