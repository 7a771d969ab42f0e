import { Liquid, type Template } from 'liquidjs';

export interface TemplateProblem {
  code: 'syntax' | 'too_long' | 'tag_not_allowed';
  message: string;
  line?: number;
}

export type CompiledTemplate = { ok: true; variables: string[] } | { ok: false; problem: TemplateProblem };

export type RenderedTemplate =
  | { ok: true; text: string }
  | { ok: false; code: 'missing_variables'; missing: string[]; message: string }
  | { ok: false; code: 'too_long' | 'failed'; missing: []; message: string };

/** No provider takes a longer text (Twilio and AgentNumber: 1,600 characters). */
export const MAX_SMS_CHARACTERS = 1_600;
const MAX_SOURCE_CHARACTERS = 20_000;
const MAX_CACHED = 500;

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  // `{{ name | default: "there" }}` and `{% if name %}` are how a template says that a value may be missing.
  lenientIf: true,
  timezoneOffset: 0,
  parseLimit: 100_000,
  memoryLimit: 1_000_000,
  renderLimit: 200,
  // No file is ever read for a template.
  templates: {},
});

/** They read other files, or loop for ever. */
const FORBIDDEN_TAGS = ['include', 'render', 'layout', 'block'];

interface Parsed {
  templates: Template[];
  variables: string[];
}
const cache = new Map<string, Parsed | TemplateProblem>();

function parse(source: string): Parsed | TemplateProblem {
  const known = cache.get(source);
  if (known) return known;
  if (cache.size >= MAX_CACHED) cache.clear();
  const parsed = parseAnew(source);
  cache.set(source, parsed);
  return parsed;
}

function parseAnew(source: string): Parsed | TemplateProblem {
  if (source.length > MAX_SOURCE_CHARACTERS) {
    return { code: 'too_long', message: `a template has at most ${MAX_SOURCE_CHARACTERS} characters` };
  }
  const forbidden = FORBIDDEN_TAGS.find((tag) => new RegExp(`\\{%-?\\s*${tag}\\b`).test(source));
  if (forbidden) return { code: 'tag_not_allowed', message: `the tag "${forbidden}" is not allowed here` };
  try {
    const templates = engine.parse(source);
    // Sorted, so that what is asked of a list does not depend on the order in the text.
    return { templates, variables: [...new Set(engine.globalVariablesSync(templates))].sort() };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const line = /line:(\d+)/.exec(message)?.[1];
    return { code: 'syntax', message: message.replace(/, line:\d+.*$/, ''), ...(line ? { line: Number(line) } : {}) };
  }
}

/** Checks a liquid template and lists the variables that a contact must or may have. */
export function compileTemplate(source: string): CompiledTemplate {
  const parsed = parse(source);
  return 'code' in parsed ? { ok: false, problem: parsed } : { ok: true, variables: parsed.variables };
}

/**
 * Renders a template. A variable that is absent, or only white space, is missing: it never becomes an empty gap in a
 * message, unless the template itself says what then (`default`, `if`). `maxCharacters`: of the result.
 */
export function renderTemplate(
  source: string,
  variables: Readonly<Record<string, string>>,
  maxCharacters = MAX_SMS_CHARACTERS,
): RenderedTemplate {
  const parsed = parse(source);
  if ('code' in parsed) return { ok: false, code: 'failed', missing: [], message: parsed.message };
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value.trim() !== ''));
  let text: string;
  try {
    text = String(engine.renderSync(parsed.templates, given));
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (!message.startsWith('undefined variable')) return { ok: false, code: 'failed', missing: [], message };
    const missing = parsed.variables.filter((name) => !Object.hasOwn(given, name) && isNeeded(parsed, given, name));
    return { ok: false, code: 'missing_variables', missing, message: `no value for ${missing.join(', ')}` };
  }
  if (text.length > maxCharacters) {
    return {
      ok: false,
      code: 'too_long',
      missing: [],
      message: `${text.length} characters, at most ${maxCharacters} can be sent`,
    };
  }
  return { ok: true, text };
}

/** Does the template still fail for want of this one variable when all others are there? */
function isNeeded(parsed: Parsed, given: Readonly<Record<string, string>>, name: string): boolean {
  const others = Object.fromEntries(parsed.variables.filter((other) => other !== name).map((other) => [other, 'x']));
  try {
    engine.renderSync(parsed.templates, { ...others, ...given });
    return false;
  } catch {
    return true;
  }
}
