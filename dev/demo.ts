import { MissingServerError } from './servers/server-errors.ts';
import { readOptions, USAGE, UsageError, type DemoOptions } from './demo/options.ts';
import { runDemo } from './demo/run-demo.ts';
import { createSay } from './demo/say.ts';

/** `npm run demo`: exit code 0 when every promise was kept, 1 when one was broken, 2 for bad flags, 3 without servers. */
async function main(options: DemoOptions): Promise<number> {
  const say = createSay(process.stdout);
  const demo = await runDemo(options, say);
  const { failures } = demo.result;
  if (failures.length > 0) {
    say.line(`\nBroken promises (logs in ${demo.keepLogs()}):`);
    for (const failure of failures) say.line(`  - ${failure}`);
  } else {
    say.line('\nEvery promise was kept.');
  }
  if (options.json) say.line(JSON.stringify(demo.result));
  if (!options.exit) {
    const ui = demo.uiAddress === undefined ? '' : `, Temporal at ${demo.uiAddress}`;
    // Not after the JSON on standard output, whose last line it is.
    console.error(`\nLook around: ${demo.apiUrl}/docs with the key ${demo.apiKey}${ui}. Ctrl-C ends it.`);
    await new Promise<void>((resolve) => {
      const alive = setInterval(() => {}, 60_000);
      process.once('SIGINT', () => {
        clearInterval(alive);
        resolve();
      });
      process.once('SIGTERM', () => {
        clearInterval(alive);
        resolve();
      });
    });
  }
  await demo.stop();
  return failures.length > 0 ? 1 : 0;
}

function optionsOrExit(): DemoOptions {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options !== 'help') return options;
    console.log(USAGE);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

try {
  process.exitCode = await main(optionsOrExit());
} catch (error) {
  if (error instanceof MissingServerError) console.error(error.message);
  else console.error(error);
  process.exitCode = error instanceof MissingServerError ? error.exitCode : 1;
}
process.exit();
