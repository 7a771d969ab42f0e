import type { PatternAutomaton, State } from './phone-automaton.ts';
import {
  callingCodePlan,
  concludeAt,
  homePlan,
  INTERNATIONAL_LABEL,
  PREFIX_LABEL,
  WHOLE_LABEL,
  type Beginnings,
  type CallingCode,
  type HomePlan,
  type Verdict,
} from './phone-plans.ts';
import type { PhoneNote, ReadPhone } from './phone-result.ts';

const MAX_CHARACTERS = 40;
/** E.164 allows 15; a dialling prefix or a trunk prefix may stand before them. */
const MAX_DIGITS = 20;
const MAX_E164_DIGITS = 15;

// One buffer for all calls: a call leaves nothing in it that another reads, and no garbage.
const digits = new Uint8Array(MAX_DIGITS);

/**
 * Reads a number in plain writing (digits, spaces, dots, dashes, slashes, parentheses, a plus in front) where the
 * numbering plan leaves no doubt. It only accepts: undefined means that the library must judge.
 */
export function readPlainPhone(text: string, defaultCountry: string | undefined): ReadPhone | undefined {
  const scanned = scan(text);
  if (scanned === 0) return undefined;
  if (scanned < 0) return international(-scanned, 0, undefined);
  const prefix = diallingPrefixOf(text);
  if (defaultCountry === undefined) {
    return prefix === '' ? undefined : international(scanned, prefix.length, 'dialling_prefix');
  }
  const home = homePlan(defaultCountry);
  if (!home) return undefined;
  if (prefix !== '' && prefix === home.internationalPrefix) {
    return international(scanned, prefix.length, 'dialling_prefix');
  }
  const found = national(scanned, home);
  if (found || prefix === '') return found;
  // Another country's prefix counts once it is sure that the default country has no such number.
  return isSurelyNone(scanned, home) ? international(scanned, prefix.length, 'dialling_prefix') : undefined;
}

/** Puts the digits into the buffer; their count, negative with a plus in front; 0 = not plain. */
function scan(text: string): number {
  const { length } = text;
  if (length > MAX_CHARACTERS) return 0;
  let count = 0;
  let plus = false;
  let separators = 0;
  let lastSeparator = 0;
  let zerosSince = true;
  for (let i = 0; i < length; i++) {
    const character = text.charCodeAt(i);
    if (character >= 48 && character <= 57) {
      if (count === MAX_DIGITS) return 0;
      digits[count++] = character - 48;
      if (character !== 48) zerosSince = false;
    } else if (character === 43) {
      if (plus || count > 0 || separators > 0) return 0;
      plus = true;
    } else if (isSeparator(character)) {
      // Spaces in front are no separators: a plus may follow.
      if (character === 32 && count === 0 && !plus) continue;
      separators++;
      lastSeparator = character;
      zerosSince = true;
    } else {
      return 0;
    }
  }
  // `12025550123.0` is a decimal, not a number with one digit more.
  if (lastSeparator === 46 && zerosSince && separators === 1) return 0;
  return plus ? -count : count;
}

const isSeparator = (character: number): boolean =>
  character === 32 || (character >= 45 && character <= 47) || character === 40 || character === 41 || character === 160;

/** The prefix if it is written in one piece and a calling code can follow; otherwise empty. */
function diallingPrefixOf(text: string): '' | '00' | '011' {
  if (digits[0] !== 0) return '';
  if (digits[1] === 0 && digits[2] !== 0 && text.startsWith('00')) return '00';
  return digits[1] === 1 && digits[2] === 1 && digits[3] !== 0 && text.startsWith('011') ? '011' : '';
}

function international(count: number, start: number, note: PhoneNote | undefined): ReadPhone | undefined {
  // No calling code is the beginning of another, and none begins with a zero.
  let code = 0;
  let from = start;
  let plan: CallingCode | undefined;
  while (!plan && from < start + 3 && from < count) {
    code = code * 10 + (digits[from++] ?? 0);
    if (code === 0) return undefined;
    plan = callingCodePlan(code);
  }
  if (!plan?.beginnings) return undefined;
  const trunkLength = trunkLengthOf(plan.beginnings, from, count, false);
  if (trunkLength < 0) return undefined;
  // As in national numbers: a second prefix would be taken off what is dialled later.
  if (trunkLength > 0 && trunkLengthOf(plan.beginnings, from + trunkLength, count, false) !== 0) return undefined;
  const state = walk(plan, from + trunkLength, count);
  const verdict = state && concludeAt(plan, state, count - from - trunkLength);
  if (!verdict || (trunkLength > 0 && (verdict.shapedFor & 1) === 0)) return undefined;
  return result(plan.code, from + trunkLength, count, verdict, note);
}

function national(count: number, home: HomePlan): ReadPhone | undefined {
  const { beginnings, callingCode } = home;
  if (!beginnings) return undefined;
  const trunkLength = trunkLengthOf(beginnings, 0, count, true);
  if (trunkLength < 0) return undefined;
  const state = walk(callingCode, trunkLength, count);
  const verdict = state && concludeAt(callingCode, state, count - trunkLength);
  // What has another country's shape is where the library's rules about prefixes begin to matter.
  if (verdict && (verdict.shapedFor & home.shapeBit) !== 0) {
    if (trunkLength === 0 && isAlsoInternational(callingCode, count)) return undefined;
    // What is dialled later is the international form, so a second prefix must not hide in it.
    if (!callingCode.beginnings || trunkLengthOf(callingCode.beginnings, trunkLength, count, false) !== 0) {
      return undefined;
    }
    return result(callingCode.code, trunkLength, count, verdict, 'national');
  }
  // The library takes an own calling code without its plus for one only if the number has no shape with it, but without.
  const codeLength = String(callingCode.code).length;
  if (trunkLength > 0 || state?.labels.has(home.shapeLabel) || !beginsWith(callingCode.code, codeLength)) {
    return undefined;
  }
  if (trunkLengthOf(beginnings, codeLength, count, false) !== 0) return undefined;
  const rest = walk(callingCode, codeLength, count);
  const restVerdict = rest && concludeAt(callingCode, rest, count - codeLength);
  return restVerdict && (restVerdict.shapedFor & home.shapeBit) !== 0 ? international(count, 0, 'national') : undefined;
}

/** Whether digits with a zero in front have the shape of no number of the calling code, with a trunk prefix or not. */
function isSurelyNone(count: number, { beginnings, callingCode }: HomePlan): boolean {
  if (!beginnings) return false;
  const trunkLength = trunkLengthOf(beginnings, 0, count, true);
  if (trunkLength < 0 || walk(callingCode, 0, count)) return false;
  return trunkLength === 0 || !walk(callingCode, trunkLength, count);
}

/** Whether the digits are as good a number of the same calling code when their plus was lost: `4915112345678` in DE. */
const isAlsoInternational = ({ code }: CallingCode, count: number): boolean =>
  beginsWith(code, String(code).length) && international(count, 0, undefined) !== undefined;

function beginsWithText(text: string, from: number): boolean {
  for (let i = 0; i < text.length; i++) if (digits[from + i] !== text.charCodeAt(i) - 48) return false;
  return text !== '';
}

function beginsWith(code: number, length: number): boolean {
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 10 + (digits[i] ?? 0);
  return value === code;
}

/** How many digits the trunk prefix takes; -1 = the plan's prefix patterns may do anything else with this number. */
function trunkLengthOf(beginnings: Beginnings, from: number, count: number, national: boolean): number {
  const { automaton, trunk } = beginnings;
  let state = automaton.start();
  let trunkLength = 0;
  for (let i = from; i < count && !state.dead; i++) {
    state = move(automaton, state, i);
    if (state.labels.size === 0) continue;
    if (national && state.labels.has(INTERNATIONAL_LABEL)) return -1;
    if (state.labels.has(PREFIX_LABEL)) {
      if (i - from + 1 !== trunk.length || !beginsWithText(trunk, from)) return -1;
      trunkLength = trunk.length;
    }
    if (i === count - 1 && state.labels.has(WHOLE_LABEL)) return -1;
  }
  return trunkLength;
}

/** Undefined: no number of any of the countries goes on like this. */
function walk(plan: CallingCode, from: number, count: number): State<Verdict> | undefined {
  let state = plan.automaton.start();
  for (let i = from; i < count; i++) {
    if (state.dead) return undefined;
    state = move(plan.automaton, state, i);
  }
  return state;
}

const move = <T>(automaton: PatternAutomaton<T>, state: State<T>, at: number): State<T> => {
  const digit = digits[at] ?? 0;
  return state.next[digit] ?? automaton.step(state, digit);
};

function result(
  code: number,
  from: number,
  count: number,
  verdict: Verdict,
  note: PhoneNote | undefined,
): ReadPhone | undefined {
  let value = code;
  for (let i = from; i < count; i++) value = value * 10 + (digits[i] ?? 0);
  if (value >= 10 ** MAX_E164_DIGITS) return undefined;
  const { country, lineType } = verdict;
  if (country === undefined)
    return note ? { ok: true, digits: value, lineType, note } : { ok: true, digits: value, lineType };
  return note ? { ok: true, digits: value, country, lineType, note } : { ok: true, digits: value, country, lineType };
}
