import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bundles the workflows into the file that is named: `node worker/bundle-workflows.ts OUT`. */
async function main(): Promise<void> {
  const target = process.argv[2];
  if (target === undefined) throw new Error('usage: bundle-workflows OUT');
  const workflowsPath = fileURLToPath(new URL(`../workflows/index${extname(import.meta.url)}`, import.meta.url));
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  await writeFile(target, code);
}

await main();
