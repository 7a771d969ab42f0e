import { campaignCharts } from '../../engine/reading/charts/campaign-charts.ts';
import type { ApiDeps } from '../deps.ts';
import { campaignParams } from '../schemas/campaigns.ts';
import * as schemas from '../schemas/charts.ts';
import type { Api } from './api.ts';

export function chartRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/campaigns/:campaignId/charts',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['campaigns'],
        description: 'How a campaign and its retries went over time.',
        params: campaignParams,
        querystring: schemas.chartsQuery,
        response: { 200: schemas.charts },
      },
    },
    ({ params, query: { from, to, zone } }) =>
      campaignCharts(engine, { ...params, fromMs: toMs(from), toMs: toMs(to), zone }),
  );
}

const toMs = (instant: string | undefined): number | undefined =>
  instant === undefined ? undefined : Date.parse(instant);
