import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { compileTemplate, renderTemplate } from '../../domain/template.ts';

export interface UnreadableTemplate {
  /** JSON pointer into the settings. */
  pointer: string;
  message: string;
}

/** What all templates of a campaign need of every contact, and which of them cannot be read at all. */
export function variablesOf(settings: Pick<CampaignSettings, 'steps'>): {
  required: string[];
  unreadable: UnreadableTemplate[];
} {
  const required = new Set<string>();
  const unreadable: UnreadableTemplate[] = [];
  for (const { pointer, source } of templatesOf(settings)) {
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

function templatesOf(settings: Pick<CampaignSettings, 'steps'>): { pointer: string; source: string }[] {
  return settings.steps.flatMap((step, index) => [
    ...(step.text === undefined ? [] : [{ pointer: `/steps/${index}/text`, source: step.text }]),
    ...Object.entries(step.variables ?? {}).map(([name, source]) => ({
      pointer: `/steps/${index}/variables/${name}`,
      source,
    })),
  ]);
}

/** Leaving it out alone tells a needed variable from one that has a default or stands in a condition. */
function isRequired(source: string, all: readonly string[], name: string): boolean {
  const others = Object.fromEntries(all.filter((other) => other !== name).map((other) => [other, '1']));
  const rendered = renderTemplate(source, others, Infinity);
  return !rendered.ok && rendered.code === 'missing_variables';
}
