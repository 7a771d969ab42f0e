import type { CampaignSettings, CampaignStep } from '../../domain/campaign-settings.ts';
import { compileTemplate, renderTemplate } from '../../domain/template.ts';

export interface UnreadableTemplate {
  /** JSON pointer into the settings. */
  pointer: string;
  message: string;
}

/** A step and the JSON pointer to it in what a person wrote. */
export interface StepPlace {
  step: CampaignStep;
  at: string;
}

/** The steps of a campaign with their places; without those that an edit took out. */
export const placesOf = (steps: readonly CampaignStep[]): StepPlace[] =>
  steps.flatMap((step, index) => (step.retired ? [] : [{ step, at: `/steps/${index}` }]));

export interface TemplateVariables {
  required: string[];
  unreadable: UnreadableTemplate[];
}

/** What all templates of a campaign need of every contact, and which of them cannot be read at all. */
export const variablesOf = (settings: Pick<CampaignSettings, 'steps'>): TemplateVariables =>
  variablesOfSteps(placesOf(settings.steps));

/** The same for steps that stand anywhere. */
export function variablesOfSteps(steps: readonly StepPlace[]): TemplateVariables {
  const required = new Set<string>();
  const unreadable: UnreadableTemplate[] = [];
  for (const { pointer, source } of templatesOf(steps)) {
    const compiled = compileTemplate(source);
    if (!compiled.ok) {
      unreadable.push({ pointer, message: compiled.problem.message });
      continue;
    }
    for (const name of compiled.variables.filter((candidate) => isRequired(source, compiled.variables, candidate))) {
      required.add(name);
    }
  }
  return { required: [...required].sort(), unreadable };
}

function templatesOf(steps: readonly StepPlace[]): { pointer: string; source: string }[] {
  return steps.flatMap(({ step, at }) => [
    ...(['text', 'movedText'] as const).flatMap((field) => {
      const source = step[field];
      return source === undefined ? [] : [{ pointer: `${at}/${field}`, source }];
    }),
    ...(['variables', 'movedVariables'] as const).flatMap((field) =>
      Object.entries(step[field] ?? {}).map(([name, source]) => ({ pointer: `${at}/${field}/${name}`, source })),
    ),
  ]);
}

/** Leaving it out alone tells a needed variable from one that has a default or stands in a condition. */
function isRequired(source: string, all: readonly string[], name: string): boolean {
  const others = Object.fromEntries(all.filter((other) => other !== name).map((other) => [other, '1']));
  const rendered = renderTemplate(source, others, Infinity);
  return !rendered.ok && rendered.code === 'missing_variables';
}
