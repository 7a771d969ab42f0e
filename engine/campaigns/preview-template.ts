import { smsSegments, type SmsSegments } from '../../domain/sms-segments.ts';
import { compileTemplate, renderTemplate } from '../../domain/template.ts';

export interface TemplatePreview {
  /** What a contact must or may have. */
  variables: string[];
  /** As it would be sent; null where it cannot be written. */
  text: string | null;
  /** Why not. */
  problem: string | null;
  sms: SmsSegments | null;
}

/** A text while it is written: its variables, and what it becomes with these values. A value that is missing shows as its name. */
export function previewTemplate(input: { body: string; values: Record<string, string> }): TemplatePreview {
  const compiled = compileTemplate(input.body);
  if (!compiled.ok) {
    const { message, line } = compiled.problem;
    return { variables: [], text: null, problem: line === undefined ? message : `line ${line}: ${message}`, sms: null };
  }
  const { variables } = compiled;
  const shown = Object.fromEntries(variables.map((name) => [name, input.values[name]?.trim() || `[${name}]`]));
  const rendered = renderTemplate(input.body, shown);
  if (!rendered.ok) return { variables, text: null, problem: rendered.message, sms: null };
  return { variables, text: rendered.text, problem: null, sms: smsSegments(rendered.text) };
}
