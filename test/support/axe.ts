import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary].join(': '))))`;

/** What axe has against a page: rule, place, reason. Empty = nothing that a machine can find. */
export async function axeComplaints(page: Page): Promise<string[]> {
  // By the protocol of the browser: the page's own policy would refuse a script.
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(RUN);
  return Array.isArray(found) ? found.map(String) : ['axe gave no answer'];
}
