import { DASHBOARD_DIST, ensureDashboardBuilt } from './dashboard/ensure-built.ts';
import { firstPageSize, MAX_FIRST_PAGE_BYTES } from './dashboard/first-page-size.ts';

/** Builds the dashboard where that is needed, and fails when its first page became too heavy. */
const built = await ensureDashboardBuilt({ log: console.error });
if (built === 'no_tools') {
  console.error('The dashboard is not built, and its tools are missing: run npm install without --omit=dev.');
  process.exitCode = 3;
} else {
  const { totalBytes } = firstPageSize(DASHBOARD_DIST);
  const words = `${(totalBytes / 1_000).toFixed(1)} kB gzip of JavaScript on the first page`;
  if (built === 'built' || totalBytes > MAX_FIRST_PAGE_BYTES) console.error(`dashboard: ${words}`);
  if (totalBytes > MAX_FIRST_PAGE_BYTES) {
    console.error(`More than ${MAX_FIRST_PAGE_BYTES / 1_000} kB are allowed: npm run dashboard:size shows by what.`);
    process.exitCode = 1;
  }
}
