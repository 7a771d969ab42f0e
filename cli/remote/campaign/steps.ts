import { usageError } from '../../cli-error.ts';

/** A step as it was typed: account and number still by name. */
export interface StepWords {
  channel: string;
  account?: string;
  number?: string;
  agent?: string;
  text?: string;
  template?: string;
  variables: Record<string, string>;
}

export const STEP_FLAGS = [
  {
    flags: '--step <channel>',
    help: 'call or sms; twice for a call and then a text. The next six flags belong to it, or to all when before it',
    ordered: true,
  },
  { flags: '--account <account>', help: 'provider account, by name or id', ordered: true },
  { flags: '--number <number>', help: 'to call or text from, like +12025550100', ordered: true },
  { flags: '--agent <ref>', help: "the provider's id of the agent (call)", ordered: true },
  { flags: '--text <liquid>', help: 'what is sent, with {{ variables }} (sms)', ordered: true },
  { flags: '--template <name>', help: 'a stored text instead (sms)', ordered: true },
  { flags: '--variable <name=liquid>', help: 'what the agent is told (call); may be repeated', ordered: true },
] as const;

/**
 * Flags in the order in which they were typed -> steps: what stands after a `--step` belongs to it, what stands before
 * the first holds for every step that does not say it itself. Throws CliError in words.
 */
export function stepsOf(ordered: readonly (readonly [string, string])[]): StepWords[] {
  const common: StepWords = { channel: '', variables: {} };
  const steps: StepWords[] = [];
  for (const [flag, value] of ordered) {
    const step = steps.at(-1) ?? common;
    switch (flag) {
      case 'step':
        steps.push({ channel: value, variables: {} });
        break;
      case 'account':
      case 'number':
      case 'agent':
      case 'text':
      case 'template':
        if (step[flag] !== undefined) throw usageError(`--${flag} is given twice for one step`);
        step[flag] = value;
        break;
      case 'variable': {
        const [, name, source] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
        if (name === undefined || source === undefined) {
          throw usageError(`--variable: "${value}" is no pair; write name=liquid`);
        }
        step.variables[name] = source;
        break;
      }
    }
  }
  if (steps.length === 0 && ordered.length > 0) throw usageError('--step is missing: --step call, or --step sms');
  return steps.map((step) => ({ ...common, ...step, variables: { ...common.variables, ...step.variables } }));
}
