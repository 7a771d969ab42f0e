import { Liquid } from 'liquidjs';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';

/** Strict: an unknown variable, tag or filter is an error, never an empty string. No file can be included. */
const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  // `default` and `if` are how a text says that a variable may be missing.
  lenientIf: true,
  ownPropertyOnly: true,
  templates: {},
  cache: 1_000,
});

export type TemplateCheck =
  | { ok: true; variables: string[]; /** Those without which it cannot be rendered. */ required: string[] }
  | { ok: false; message: string };

/** Reads a liquid source: which variables it uses, and which of them every contact must have. */
export function checkTemplate(source: string): TemplateCheck {
  try {
    const parsed = liquid.parse(source);
    const variables = liquid.globalVariablesSync(source);
    const complete = Object.fromEntries(variables.map((name) => [name, '1']));
    const renders = (values: Record<string, string>): boolean => {
      try {
        liquid.renderSync(parsed, values);
        return true;
      } catch {
        return false;
      }
    };
    if (!renders(complete)) liquid.renderSync(parsed, complete);
    // Leaving out one at a time tells a needed variable from one that has a default or stands in a condition.
    const required = variables.filter((name) => {
      const { [name]: _left, ...others } = complete;
      return !renders(others);
    });
    return { ok: true, variables, required };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Renders for one contact. Throws when a variable is missing or the result is blank: such a text is never sent. */
export function renderTemplate(source: string, values: Record<string, string>): string {
  const text = liquid.parseAndRenderSync(source, values);
  if (typeof text !== 'string' || text.trim() === '') throw new RangeError('the template renders to nothing');
  return text;
}

/** What a template may name: the list's own columns, and `name`, `phone`, `external_id`. Empty cells count as missing. */
export function contactValues(contact: {
  name: string | null;
  phone: number;
  externalId: string | null;
  variables: Record<string, string>;
}): Record<string, string> {
  const values = {
    ...contact.variables,
    ...(contact.name === null ? {} : { name: contact.name }),
    ...(contact.externalId === null ? {} : { external_id: contact.externalId }),
    phone: `+${contact.phone}`,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
}

/** Every template of a campaign with its place in the settings. */
export function templatesOf(settings: Pick<CampaignSettings, 'steps'>): { pointer: string; source: string }[] {
  return settings.steps.flatMap((step, index) => [
    ...(step.text === undefined ? [] : [{ pointer: `/steps/${index}/text`, source: step.text }]),
    ...Object.entries(step.variables ?? {}).map(([name, source]) => ({
      pointer: `/steps/${index}/variables/${name}`,
      source,
    })),
  ]);
}

/** What all templates of a campaign need of every contact, and which of them cannot be read at all. */
export function variablesOf(settings: Pick<CampaignSettings, 'steps'>): {
  required: string[];
  unreadable: { pointer: string; message: string }[];
} {
  const required = new Set<string>();
  const unreadable: { pointer: string; message: string }[] = [];
  for (const { pointer, source } of templatesOf(settings)) {
    const template = checkTemplate(source);
    if (template.ok) for (const name of template.required) required.add(name);
    else unreadable.push({ pointer, message: template.message });
  }
  return { required: [...required].sort(), unreadable };
}
