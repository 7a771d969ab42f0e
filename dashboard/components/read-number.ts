import { pointAdvice, withoutCommas } from '../format/commas.ts';
import { count } from '../format/number.ts';

/** What was typed: a value, or what is wrong with it in words. */
export type Read<T> = { value: T } | { wrong: string };

export interface NumberRules {
  least: number;
  most: number;
  decimal?: boolean | undefined;
  /** It may be left empty: null. */
  optional?: boolean | undefined;
}

/** "1,200", "0.5". Pure. */
export function readNumber(
  text: string,
  { least, most, decimal = false, optional = false }: NumberRules,
): Read<number | null> {
  const clean = withoutCommas(text.trim());
  if (clean === '' && optional) return { value: null };
  const value = (decimal ? /^(\d+(\.\d*)?|\.\d+)$/ : /^\d+$/).test(clean ?? '') ? Number(clean) : Number.NaN;
  if (value >= least && value <= most) return { value };
  const advice = decimal ? pointAdvice(text) : undefined;
  if (advice !== undefined) return { wrong: advice };
  const kind = decimal ? 'A number' : 'A whole number';
  return {
    wrong: `${kind} from ${least < 1 ? least : count(least)} to ${count(most)}${optional ? ', or nothing' : ''}.`,
  };
}
