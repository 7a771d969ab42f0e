import type { Queryable } from '../../db/client.ts';
import type { CampaignStep } from '../../domain/campaign-settings.ts';
import { EngineError } from '../error.ts';
import type { StepDraft } from './settings-draft.ts';
import { templateBodies } from './template-bodies.ts';

/**
 * Puts the body of a named template in the place of its name: a campaign keeps what it was launched with.
 * Throws EngineError `unknown_template`, `text_and_template`.
 */
export async function resolveTemplates(
  db: Pick<Queryable, 'execute'>,
  drafts: readonly StepDraft[],
): Promise<CampaignStep[]> {
  const names = drafts.flatMap((draft) => draft.template ?? []);
  const bodies = await templateBodies(db, names);
  return drafts.map((draft) => {
    const { template, text, agentRef, variables, ...step } = draft;
    const found = template === undefined ? undefined : bodies.get(template);
    if (template !== undefined && text !== undefined) {
      throw new EngineError('invalid', 'text_and_template', 'A step has a text or a template, not both.', {
        repair: 'Leave one of the two out.',
      });
    }
    if (template !== undefined && found === undefined) {
      throw new EngineError('invalid', 'unknown_template', `There is no template named "${template}".`, {
        repair: 'List the templates, or write the text into the step.',
      });
    }
    const body = found ?? text;
    return {
      ...step,
      ...(agentRef === undefined ? {} : { agentRef }),
      ...(variables === undefined ? {} : { variables }),
      ...(body === undefined ? {} : { text: body }),
    };
  });
}
