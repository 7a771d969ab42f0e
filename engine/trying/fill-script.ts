import type { CampaignStep } from '../../domain/campaign-settings.ts';
import { smsSegments, type SmsSegments } from '../../domain/sms-segments.ts';
import { compileTemplate } from '../../domain/template.ts';
import { variablesOfSteps } from '../campaigns/required-variables.ts';
import { renderAttempt } from '../dialing/render.ts';

export interface ScriptVariable {
  name: string;
  value: string;
  /** Without a value nothing is sent. */
  required: boolean;
}

/** A step as one person would get it. */
export interface FilledScript {
  /** What the step's texts ask for; the number itself is not among them. */
  variables: ScriptVariable[];
  /** Required ones without a value. */
  missing: string[];
  /** Of a text; a missing value shows as its name in brackets. Null = a call, or it cannot be written. */
  text: string | null;
  /** Of a call: what its agent is told. */
  agentVariables: Record<string, string>;
  sms: SmsSegments | null;
  /** Why it cannot be written, missing values aside. */
  problem: string | null;
}

/** Fills the texts of a step, by the very function that fills them for the dial. */
export function fillScript(step: CampaignStep, phone: number, values: Readonly<Record<string, string>>): FilledScript {
  const places = [{ step: { ...step, ...NOT_MOVED }, at: '' }];
  const { required, unreadable } = variablesOfSteps(places);
  const names = [...new Set(sourcesOf(step).flatMap(namesIn))].filter((name) => name !== 'phone').sort();
  const variables = names.map((name) => ({ name, value: values[name] ?? '', required: required.includes(name) }));
  const missing = variables.filter((each) => each.required && each.value.trim() === '').map(({ name }) => name);
  const shown = { ...values, ...Object.fromEntries(missing.map((name) => [name, `[${name}]`])) };
  const filled = renderAttempt(step, { name: null, externalId: null, phone, variables: shown });
  const [broken] = unreadable;
  const text = filled.ok ? (filled.text ?? null) : null;
  return {
    variables,
    missing,
    text,
    agentVariables: filled.ok ? (filled.variables ?? {}) : {},
    sms: text === null ? null : smsSegments(text),
    problem: broken?.message ?? (filled.ok ? null : filled.message),
  };
}

/** A test never tells of a moved appointment. */
const NOT_MOVED = { movedText: '', movedVariables: {} } as const;

const sourcesOf = ({ text, variables }: CampaignStep): string[] => [
  ...(text === undefined ? [] : [text]),
  ...Object.values(variables ?? {}),
];

function namesIn(source: string): string[] {
  const compiled = compileTemplate(source);
  return compiled.ok ? compiled.variables : [];
}
