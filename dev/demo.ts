import { MissingServerError } from './servers/server-errors.ts';
import { readOptions, USAGE, UsageError } from './demo/options.ts';
import { readRemindersOptions, REMINDERS_USAGE } from './demo/reminders/options.ts';
import { runReminders } from './demo/reminders/run-reminders.ts';
import { runDemo, type RunningDemo } from './demo/run-demo.ts';
import { createSay, type Say } from './demo/say.ts';

/** A demo as the command line asks for it. */
interface Wanted {
  json: boolean;
  exit: boolean;
  run: (say: Say) => Promise<RunningDemo<{ failures: string[] }>>;
}

/** `npm run demo`: exit code 0 when every promise was kept, 1 when one was broken, 2 for bad flags, 3 without servers. */
async function main(wanted: Wanted): Promise<number> {
  const say = createSay(process.stdout);
  const demo = await wanted.run(say);
  const { failures } = demo.result;
  if (failures.length > 0) {
    say.line(`\nBroken promises (logs in ${demo.keepLogs()}):`);
    for (const failure of failures) say.line(`  - ${failure}`);
  } else {
    say.line('\nEvery promise was kept.');
  }
  if (wanted.json) say.line(JSON.stringify(demo.result));
  if (!wanted.exit) {
    const ui = demo.uiAddress === undefined ? '' : `, Temporal at ${demo.uiAddress}`;
    // Not after the JSON on standard output, whose last line it is.
    const { email, password } = demo.user;
    console.error(`\nThe dashboard: ${demo.apiUrl}, sign in as ${email} with "${password}".`);
    console.error(`The API: ${demo.apiUrl}/docs with the key ${demo.apiKey}${ui}. Ctrl-C ends it.`);
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

function wantedOrExit([first, ...rest]: readonly string[]): Wanted {
  const [usage, read] =
    first === 'reminders'
      ? ([REMINDERS_USAGE, () => readReminders(rest)] as const)
      : ([USAGE, () => readCampaign(first === undefined ? rest : [first, ...rest])] as const);
  try {
    const wanted = read();
    if (wanted !== 'help') return wanted;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

function readReminders(args: readonly string[]): Wanted | 'help' {
  const options = readRemindersOptions(args);
  return options === 'help' ? options : { ...options, run: (say) => runReminders(options, say) };
}

function readCampaign(args: readonly string[]): Wanted | 'help' {
  const options = readOptions(args);
  return options === 'help' ? options : { ...options, run: (say) => runDemo(options, say) };
}

try {
  process.exitCode = await main(wantedOrExit(process.argv.slice(2)));
} catch (error) {
  if (error instanceof MissingServerError) console.error(error.message);
  else console.error(error);
  process.exitCode = error instanceof MissingServerError ? error.exitCode : 1;
}
process.exit();
