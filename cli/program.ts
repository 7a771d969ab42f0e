import { Command, CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { EXIT, EXIT_CODES_HELP } from './exit-codes.ts';
import type { Io } from './io.ts';
import { doctorVerb } from './local/doctor-verb.ts';
import { checkVerb } from './local/check-verb.ts';
import { consentImportVerb } from './local/consent-import-verb.ts';
import { createKeyVerb } from './local/create-key-verb.ts';
import { firstAdminVerb } from './local/first-admin-verb.ts';
import { rulesVerb } from './local/rules-verb.ts';
import { stackVerbs } from './local/stack-verbs.ts';
import { printAnswer, printError } from './print/answer.ts';
import { createApiClient } from './remote/api-client.ts';
import { changeAppointmentVerbs } from './remote/appointments/change-verbs.ts';
import { remindVerb } from './remote/appointments/remind.ts';
import { appointmentVerbs } from './remote/appointments/verbs.ts';
import { blackoutVerbs } from './remote/campaign/blackouts.ts';
import { controlVerbs } from './remote/campaign/control.ts';
import { createVerb } from './remote/campaign/create.ts';
import { settingsVerb } from './remote/campaign/settings.ts';
import { foresightVerbs } from './remote/campaign/foresight.ts';
import { testVerbs } from './remote/campaign/test.ts';
import { watchVerb } from './remote/campaign/watch.ts';
import { draftVerbs } from './remote/import/draft-verbs.ts';
import { importVerb } from './remote/import/import-file.ts';
import { importVerbs, rejectsVerb } from './remote/import/imports.ts';
import { mappingVerbs } from './remote/import/mapping-verbs.ts';
import { stopListVerb } from './remote/import/stop-list.ts';
import { keptVerb, undoVerb } from './remote/import/undo-verbs.ts';
import { changeVerb as changeProgrammeVerb } from './remote/programmes/change.ts';
import { programmeVerbs } from './remote/programmes/control.ts';
import { createVerb as createProgrammeVerb } from './remote/programmes/create.ts';
import { accountVerbs } from './remote/verbs/accounts.ts';
import { attemptVerbs } from './remote/verbs/attempts.ts';
import { auditVerb } from './remote/verbs/audit.ts';
import { consentVerbs } from './remote/verbs/consents.ts';
import { contactVerbs } from './remote/verbs/contacts.ts';
import { eventsVerb } from './remote/verbs/events.ts';
import { webhookVerbs } from './remote/verbs/webhooks.ts';
import { whyVerb } from './remote/verbs/why.ts';
import { creditVerbs } from './remote/verbs/credits.ts';
import { listKeysVerb, revokeKeyVerb } from './remote/verbs/keys.ts';
import { numberVerbs } from './remote/verbs/numbers.ts';
import { orderVerbs } from './remote/verbs/orders.ts';
import {
  assignConsentVerbs,
  assignZonesVerbs,
  recheckConsentVerb,
  repairListVerbs,
  repairZonesVerb,
} from './remote/verbs/repairs.ts';
import { replyVerbs } from './remote/verbs/replies.ts';
import { failureVerbs } from './remote/verbs/failures.ts';
import { queuesVerb, resolveManyVerb } from './remote/verbs/queues.ts';
import { retryVerbs } from './remote/verbs/retries.ts';
import { reviewVerbs } from './remote/verbs/reviews.ts';
import { seriesVerbs } from './remote/series/verbs.ts';
import { scheduleVerbs } from './remote/verbs/schedules.ts';
import { stopAllVerbs } from './remote/verbs/stop-all.ts';
import { suppressionListVerbs } from './remote/verbs/suppression-lists.ts';
import { suppressImportVerb } from './local/suppress-import-verb.ts';
import { suppressionVerbs } from './remote/verbs/suppressions.ts';
import { templateVerbs } from './remote/verbs/templates.ts';
import { userVerbs } from './remote/verbs/users.ts';
import { addVerbs, type Context, type Verb } from './verb.ts';

/** In the order in which a newcomer needs them. */
const GROUPS: readonly (readonly [string, string, readonly Verb[]])[] = [
  ['keys', 'API keys', [createKeyVerb, listKeysVerb, revokeKeyVerb]],
  ['users', 'people who sign in to the dashboard', [...userVerbs, firstAdminVerb]],
  ['accounts', 'accounts at providers', accountVerbs],
  ['numbers', 'numbers to call and text from', numberVerbs],
  ['credits', 'balances and the ledger', creditVerbs],
  ['templates', 'stored texts', templateVerbs],
  ['imports', 'uploaded lists', [...importVerbs, ...draftVerbs, undoVerb, keptVerb]],
  ['imports mappings', 'saved mappings of columns', mappingVerbs],
  [
    'campaign',
    'campaigns',
    [createVerb, watchVerb, settingsVerb, ...controlVerbs, ...testVerbs, ...foresightVerbs, stopListVerb],
  ],
  ['campaign blackouts', 'days off of a campaign', blackoutVerbs],
  ['schedules', 'campaigns that recur', scheduleVerbs],
  ['series', 'appointments that recur', seriesVerbs],
  ['programmes', 'standing plans of reminders', [...programmeVerbs, createProgrammeVerb, changeProgrammeVerb]],
  ['appointments', 'appointments and their reminders', [...appointmentVerbs, ...changeAppointmentVerbs]],
  ['contacts', 'who is to be reached', contactVerbs],
  ['attempts', 'single dials and texts', [...attemptVerbs, resolveManyVerb]],
  ['failures', 'what failed, by cause, and what may be done about it', failureVerbs],
  ['retries', 'failed contacts, dialled once more as a group', retryVerbs],
  ['review', 'who is not dialled before a person repairs something', repairListVerbs],
  ['review zones', 'who is not dialled because no time zone is known', [repairZonesVerb, ...assignZonesVerbs]],
  [
    'review consent',
    'who is not dialled for want of consent, and what is missing',
    [recheckConsentVerb, ...assignConsentVerbs],
  ],
  ['suppress', 'who said no', [...suppressionVerbs, suppressImportVerb]],
  ['reviews', 'what may be a no, or an answer, for a person to look at', reviewVerbs],
  ['replies', 'how STOP, START and HELP are answered', replyVerbs],
  ['suppressions', 'registries of people who said no', suppressionListVerbs],
  ['consent', 'consents on record', [...consentVerbs, consentImportVerb]],
  ['webhooks', 'where other systems are told what happened', webhookVerbs],
  ['orders', 'what was ordered at providers', orderVerbs],
];

export interface ProgramOptions {
  io: Io;
  /** Address and key of the environment; asked for when a command needs the API. */
  client: () => { apiUrl: string; apiKey?: string };
  version: string;
}

/**
 * Carries out one command line (without the names of node and script). Returns its exit code; whatever goes wrong is
 * printed, never thrown.
 */
export async function runCli(words: readonly string[], { io, client, version }: ProgramOptions): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = new Command('outdial')
    .description('Outbound campaigns of AI-agent calls and SMS.')
    .version(version)
    .option('--json', 'print one JSON document')
    .option('--api <url>', 'address of the api (OUTDIAL_API_URL)')
    .option('--key <key>', 'API key (OUTDIAL_API_KEY, which other users of the machine cannot see)')
    .option('--idempotency-key <key>', 'repeat a create or launch safely: the same key acts once')
    .configureOutput({ writeOut: io.out, writeErr: io.err, getOutHelpWidth: () => io.columns })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', `\n${EXIT_CODES_HELP}`)
    .exitOverride();

  const carryOut = async (verb: Verb, raw: Record<string, unknown>, command: Command): Promise<void> => {
    const { json, api, key, idempotencyKey } = globals(command);
    const context: Context = {
      io,
      json,
      api: () => {
        const given = client();
        return createApiClient({
          url: api?.replace(/\/+$/, '') ?? given.apiUrl,
          key: key ?? given.apiKey,
          idempotencyKey,
        });
      },
    };
    const once = memo(context.api);
    exitCode = printAnswer(await verb.run(raw, { ...context, api: once }), { io, json });
  };

  addVerbs(program, [...stackVerbs, doctorVerb, rulesVerb], carryOut);
  addVerbs(program, [checkVerb, importVerb, rejectsVerb, remindVerb], carryOut);
  // Beside a file this word is a command; a file of that name is ./undo.
  addVerbs(commandAt(program, ['import']).helpCommand(false), [undoVerb], carryOut);
  // How a list is read is no matter of its undoing.
  commandAt(program, ['import', 'undo']).configureHelp({ showGlobalOptions: false });
  for (const [path, description, verbs] of GROUPS) {
    addVerbs(commandAt(program, path.split(' ')).description(description), verbs, carryOut);
  }
  addVerbs(program, [whyVerb, queuesVerb, eventsVerb, auditVerb, ...stopAllVerbs], carryOut);

  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : usage(error, words, io);
    return printError(error, { io, json: words.includes('--json') });
  }
}

/** The command of these words; each that is not there yet is made. */
function commandAt(program: Command, path: readonly string[]): Command {
  return path.reduce(
    (parent, word) => parent.commands.find((command) => command.name() === word) ?? parent.command(word),
    program,
  );
}

/** Commander has said it on standard error; a program that reads standard output gets it there. */
function usage(error: CommanderError, words: readonly string[], io: Io): number {
  if (!words.includes('--json')) return EXIT.look;
  const message = error.message.replace(/^error: /, '');
  return printError(new CliError('usage', message, { exitCode: EXIT.look }), { io, json: true, quiet: true });
}

function globals(command: Command): {
  json: boolean;
  api: string | undefined;
  key: string | undefined;
  idempotencyKey: string | undefined;
} {
  const all = command.optsWithGlobals<Record<string, unknown>>();
  const text = (name: string): string | undefined => (typeof all[name] === 'string' ? all[name] : undefined);
  return { json: all['json'] === true, api: text('api'), key: text('key'), idempotencyKey: text('idempotencyKey') };
}

function memo<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
