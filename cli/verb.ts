import { Option, type Command } from 'commander';
import type { z } from 'zod';
import { usageError } from './cli-error.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { ApiClient } from './remote/api-client.ts';

export interface Context {
  io: Io;
  json: boolean;
  /** Made when first asked for: a local command needs no address and no key. */
  api: () => ApiClient;
}

export interface Answer {
  /** The one document that --json prints; undefined = the command wrote its result itself. */
  data?: unknown;
  /** The same for a person. */
  text?: string;
  exitCode?: ExitCode;
}

export interface Flag {
  /** As commander writes it: `--hours <file>`. */
  flags: string;
  help: string;
  /** May be given more than once: the values arrive as a list. */
  many?: true;
  /** Its place among other ordered flags counts: it arrives in `ordered` as [name, value]. */
  ordered?: true;
}

/** One command: how it is typed, what it takes, and the function that carries it out. */
export interface Verb {
  /** Name and arguments: `launch <campaign>`. */
  usage: string;
  summary: string;
  flags: readonly Flag[];
  help: string;
  /** What is meant when the group is typed without a verb. */
  byDefault: boolean;
  run: (raw: Record<string, unknown>, context: Context) => Promise<Answer>;
}

/**
 * Describes a command. `input` checks and types its arguments (by name) and flags (camelCase) before `run` sees them;
 * what does not fit ends as bad usage, in the words of the schema.
 */
export function verb<Shape extends z.ZodObject>(
  usage: string,
  summary: string,
  parts: {
    flags?: readonly Flag[];
    help?: string;
    byDefault?: boolean;
    input: Shape;
    run: (input: z.output<Shape>, context: Context) => Promise<Answer>;
  },
): Verb {
  const { flags = [], help = '', byDefault = false, input, run } = parts;
  refuseLoose(usage, flags, input);
  return {
    usage,
    summary,
    flags,
    help,
    byDefault,
    run: async (raw, context) => {
      const parsed = input.safeParse(raw);
      if (!parsed.success) throw usageError(parsed.error.issues.map((issue) => inWords(issue, flags)).join('\n'));
      return await run(parsed.data, context);
    },
  };
}

/** Hangs the verbs under a command. `carryOut` gets the raw words of the one that was typed. */
export function addVerbs(
  parent: Command,
  verbs: readonly Verb[],
  carryOut: (verb: Verb, raw: Record<string, unknown>, command: Command) => Promise<void>,
): void {
  for (const each of verbs) {
    const command = parent.command(each.usage, { isDefault: each.byDefault }).description(each.summary);
    const ordered: [string, string][] = [];
    for (const flag of each.flags) command.addOption(optionOf(flag, ordered));
    if (each.help !== '') command.addHelpText('after', `\n${each.help}`);
    command.action(async () => {
      const words = command.registeredArguments.map((argument, i): [string, unknown] => [
        argument.name(),
        command.processedArgs[i],
      ]);
      const raw = { ...command.opts<Record<string, unknown>>(), ...Object.fromEntries(words), ordered };
      await carryOut(each, raw, command);
    });
  }
}

/** A flag that the schema does not know would be dropped in silence, and the other way round never arrive. */
function refuseLoose(usage: string, flags: readonly Flag[], input: z.ZodObject): void {
  const words = [...usage.matchAll(/[<[]([\w-]+)(?:\.\.\.)?[>\]]/g)].map(([, name = '']) => name);
  const typed = flags.map((flag) => (flag.ordered ? 'ordered' : new Option(flag.flags).attributeName()));
  const offered = new Set([...words, ...typed]);
  const taken = Object.keys(input.shape);
  const loose = [
    ...[...offered].filter((name) => !taken.includes(name)),
    ...taken.filter((name) => !offered.has(name)),
  ];
  if (loose.length > 0) throw new Error(`"${usage}": not both offered and taken: ${loose.join(', ')}`);
}

function optionOf(flag: Flag, ordered: [string, string][]): Option {
  const option = new Option(flag.flags, flag.help);
  if (flag.many) {
    option.argParser<string[]>((value, previous) => [...(Array.isArray(previous) ? previous : []), value]);
  } else if (flag.ordered) {
    option.argParser<string>((value) => {
      ordered.push([option.attributeName(), value]);
      return value;
    });
  }
  return option;
}

function inWords(issue: z.core.$ZodIssue, flags: readonly Flag[]): string {
  const name = String(issue.path[0] ?? '');
  const flag = flags.map(({ flags: text }) => new Option(text)).find((option) => option.attributeName() === name);
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  if (flag !== undefined) return missing ? `${flag.flags} is missing` : `${flag.long ?? flag.flags}: ${issue.message}`;
  return missing ? `<${name}> is missing` : `<${name}>: ${issue.message}`;
}
