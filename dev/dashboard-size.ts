import { DASHBOARD_DIST, ensureDashboardBuilt } from './dashboard/ensure-built.ts';
import { firstPageSize, MAX_FIRST_PAGE_BYTES } from './dashboard/first-page-size.ts';

await ensureDashboardBuilt({ log: console.error });
const { files, totalBytes } = firstPageSize(DASHBOARD_DIST);
for (const { file, gzipBytes } of files) console.log(`${(gzipBytes / 1_000).toFixed(1).padStart(7)} kB  ${file}`);
console.log(`${(totalBytes / 1_000).toFixed(1).padStart(7)} kB  of ${MAX_FIRST_PAGE_BYTES / 1_000} kB allowed (gzip)`);
process.exitCode = totalBytes > MAX_FIRST_PAGE_BYTES ? 1 : 0;
