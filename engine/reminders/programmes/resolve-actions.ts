import type { Queryable } from '../../../db/client.ts';
import type {
  ActionDraft,
  PlacelessAction,
  ResolvedProgramme,
  ProgrammeDraft,
} from '../../../domain/reminders/programme-draft.ts';
import { expandSteps } from '../../../domain/reminders/expand-steps.ts';
import { refuseProblems } from '../../campaigns/check-settings.ts';
import type { SettingsProblem } from '../../campaigns/check-limits.ts';
import { templateBodies } from '../../campaigns/template-bodies.ts';

/** Steps whose named templates were looked up, and what is wrong with the names. */
export interface ResolvedActions {
  steps: ResolvedProgramme['steps'];
  problems: SettingsProblem[];
}

/**
 * Writes short steps out, and puts the bodies of named templates in the place of their names: a programme keeps what it
 * was told with. Throws EngineError `settings_invalid` where a short form cannot be read: nothing else could be checked.
 */
export async function resolveActions(
  db: Pick<Queryable, 'execute'>,
  written: ProgrammeDraft['steps'],
): Promise<ResolvedActions> {
  const { steps: drafts, problems: unreadable } = expandSteps(written);
  refuseProblems(unreadable);
  const names = drafts.flatMap(({ actions }) =>
    actions.flatMap(({ template, movedTemplate }) => [template ?? [], movedTemplate ?? []].flat()),
  );
  const bodies = await templateBodies(db, names);
  const problems: SettingsProblem[] = [];
  const steps = drafts.map(({ actions, ...step }, index) => ({
    ...step,
    actions: actions.map((action, place) => {
      const at = `/steps/${index}/actions/${place}`;
      problems.push(...checkNames(action, at, bodies));
      return resolved(action, bodies);
    }),
  }));
  return { steps, problems };
}

function checkNames(action: ActionDraft, at: string, bodies: ReadonlyMap<string, string>): SettingsProblem[] {
  const pairs = [
    { field: 'template', name: action.template, text: action.text },
    { field: 'movedTemplate', name: action.movedTemplate, text: action.movedText },
  ];
  return pairs.flatMap(({ field, name, text }): SettingsProblem[] => {
    if (name === undefined) return [];
    const pointer = `${at}/${field}`;
    if (text !== undefined) {
      return [{ pointer, code: 'text_and_template', message: 'A message has a text or a template, not both.' }];
    }
    if (bodies.has(name)) return [];
    return [{ pointer, code: 'unknown_template', message: `There is no template named "${name}".` }];
  });
}

function resolved(action: ActionDraft, bodies: ReadonlyMap<string, string>): PlacelessAction {
  const { template, movedTemplate, ...draft } = action;
  const body = (name: string | undefined): string | undefined => (name === undefined ? undefined : bodies.get(name));
  const text = draft.text ?? body(template);
  const movedText = draft.movedText ?? body(movedTemplate);
  const { channel, accountId, numberId, agentRef, variables, movedVariables, maxAttempts, follows } = draft;
  return {
    channel,
    accountId,
    numberId,
    ...(agentRef === undefined ? {} : { agentRef }),
    ...(variables === undefined ? {} : { variables }),
    ...(text === undefined ? {} : { text }),
    ...(movedText === undefined ? {} : { movedText }),
    ...(movedVariables === undefined ? {} : { movedVariables }),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    ...(follows === undefined ? {} : { follows }),
  };
}
