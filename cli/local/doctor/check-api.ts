import type { z } from 'zod';
import { readiness } from '../../../api/schemas/health.ts';
import { ok, problem, reasonOf, warning, type Finding } from './finding.ts';

/** What the api says of itself at /readyz. */
export async function checkApi(url: string): Promise<Finding> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000), redirect: 'manual' });
    const report: z.ZodSafeParseResult<z.output<typeof readiness>> = readiness.safeParse(await response.json());
    if (!report.success)
      return problem('api', `${url} does not answer like an Outdial api`, 'Correct OUTDIAL_API_URL.');
    const bad = Object.entries(report.data.parts).filter(([, part]) => !part.ok);
    const words = bad.map(([name, part]) => `${name}: ${part.message}`).join('; ');
    if (report.data.status === 'ok') return ok('api', `answers at ${url}`);
    const make = report.data.status === 'degraded' ? warning : problem;
    return make('api', `answers at ${url}, ${report.data.status} (${words})`, 'See the parts that it names.');
  } catch (error) {
    return problem('api', `${url} does not answer: ${reasonOf(error)}`, 'Run "outdial up", or set OUTDIAL_API_URL.');
  }
}
