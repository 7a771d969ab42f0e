import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { programmeDraft } from '../../../api/schemas/programme-settings.ts';
import type { createdProgramme, programmeDetail } from '../../../api/schemas/programmes.ts';
import { CliError } from '../../cli-error.ts';
import { fields } from '../../print/table.ts';
import type { Context } from '../../verb.ts';
import { confirm } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { warn } from '../warn.ts';

type Settings = z.output<typeof createdProgramme>['settings'];
type Detail = z.output<typeof programmeDetail>;

const MAX_NAME_CHARACTERS = 150;
/** No programme has it: a trial under it is refused for its settings only. */
const TRIAL_NAME = 'trial of outdial remind';

export interface ProgrammeOfSteps {
  name: string;
  /** Null = it is not there: it was only to be shown. */
  programmeId: string | null;
  made: boolean;
}

/**
 * The programme that does exactly this, found by its name, which is made of its steps; made where there is none, after
 * it was shown. Throws CliError `declined`, and what the api refuses.
 */
export async function programmeOfSteps(
  context: Context,
  settings: z.input<typeof programmeDraft>,
  words: { shorts: readonly string[]; yes: boolean | undefined; dryRun: boolean | undefined },
): Promise<ProgrammeOfSteps> {
  const api = context.api();
  const trial = await api.call(API.createProgramme, { body: { name: TRIAL_NAME, settings, dryRun: true } });
  const wanted = fingerprint(trial.settings);
  const plain = words.shorts.join(', ').slice(0, MAX_NAME_CHARACTERS);
  let free: string | undefined;
  // The plain name may belong to the same steps with another text.
  for (const name of [plain, `${plain} #${wanted.slice(0, 6)}`]) {
    const there = await find(context, name);
    if (!there) {
      free ??= name;
      continue;
    }
    const isSame = there.archivedAt === null && fingerprint(there.settings) === wanted;
    if (isSame) return { name, programmeId: there.id, made: false };
  }
  if (free === undefined) {
    throw new CliError('programme_changed', `The programmes named "${plain}" do something else by now.`, {
      repair: 'Name one: --programme NAME; see "outdial programmes list --archived".',
    });
  }
  if (words.dryRun || (context.io.mayAsk && !context.json)) context.io.err(`${describe(free, trial)}\n`);
  warn(context, trial.warnings);
  if (words.dryRun) return { name: free, programmeId: null, made: false };
  await confirm(context, words.yes, 'Make it?');
  const made = await api.call(API.createProgramme, { body: { name: free, settings } });
  return { name: free, programmeId: made.programmeId, made: true };
}

async function find({ api }: Context, name: string): Promise<Detail | undefined> {
  try {
    return await api().call(API.getProgramme, { params: { programmeId: name } });
  } catch (error) {
    if (error instanceof CliError && error.code === 'unknown_programme') return undefined;
    throw error;
  }
}

/** Same settings, same print; the places of actions are the api's own business. */
const fingerprint = (settings: Settings): string => createHash('sha256').update(canonical(settings)).digest('hex');

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([key, inner]) => key !== 'slot' && inner !== undefined);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

function describe(name: string, { settings, requiredVariables }: z.output<typeof createdProgramme>): string {
  const texts = settings.steps.flatMap(({ key, actions }) =>
    actions.map(({ channel, text, agentRef }) => [`${key} (${channel})`, text ?? `agent ${agentRef ?? ''}`] as const),
  );
  return `A new programme, which keeps reminding of whatever is booked in it:\n${fields({
    name,
    purpose: settings.purpose,
    ...Object.fromEntries(texts),
    'needs of each appointment': requiredVariables.join(', '),
  })}`;
}
