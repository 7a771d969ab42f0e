import { listRules } from '../../engine/planning/list-rules.ts';
import type { ApiDeps } from '../deps.ts';
import { rulesInForce } from '../schemas/rules.ts';
import type { Api } from './api.ts';

export function ruleRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/rules',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['installation'],
        description: 'The rules of law that are loaded, and since when they are planned by. None is legal advice.',
        response: { 200: rulesInForce },
      },
    },
    async () => {
      const { rules, ...rest } = await listRules(engine);
      return {
        ...rest,
        rules: rules.map(({ purposes, channels, closedOn, caps, ...rule }) => ({
          ...rule,
          purposes: [...purposes],
          channels: [...channels],
          ...(closedOn === undefined ? {} : { closedOn: [...closedOn] }),
          ...(caps === undefined ? {} : { caps: [...caps] }),
        })),
      };
    },
  );
}
