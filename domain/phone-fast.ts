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
  const home = defaultCountry === undefined ? undefined : homePlan(defaultCountry);
  const prefixLength = diallingPrefixLength(scanned);
  if (defaultCountry === undefined) {
    return prefixLength > 0 ? international(scanned, prefixLength, 'dialling_prefix') : undefined;
  }
  if (!home) return undefined;
  if (prefixLength > 0 && prefixLength === home.internationalPrefix.length) {
    return international(scanned, prefixLength, 'dialling_prefix');
  }
  if (!home.beginnings) return undefined;
  const trunkLength = trunkLengthOf(home.beginnings, 0, scanned, true);
  if (trunkLength < 0) return undefined;
  const verdict = judge(home.callingCode, trunkLength, scanned);
  // What has another country's shape is where the library's rules about prefixes begin to matter.
  if (!verdict || (verdict.shapedFor & home.shapeBit) === 0) return undefined;
  return result(home.callingCode.code, trunkLength, scanned, verdict, 'national');
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

/** 2 for `00`, 3 for `011`, before what can be a calling code; otherwise 0. */
function diallingPrefixLength(count: number): number {
  if (digits[0] !== 0 || count < 5) return 0;
  if (digits[1] === 0) return digits[2] === 0 ? 0 : 2;
  return digits[1] === 1 && digits[2] === 1 && digits[3] !== 0 ? 3 : 0;
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
  const verdict = judge(plan, from + trunkLength, count);
  if (!verdict || (trunkLength > 0 && (verdict.shapedFor & 1) === 0)) return undefined;
  return result(plan.code, from + trunkLength, count, verdict, note);
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
      if (trunk === '' || i - from + 1 !== trunk.length) return -1;
      trunkLength = trunk.length;
    }
    if (i === count - 1 && state.labels.has(WHOLE_LABEL)) return -1;
  }
  return trunkLength;
}

function judge(plan: CallingCode, from: number, count: number): Verdict | null {
  let state = plan.automaton.start();
  for (let i = from; i < count; i++) {
    state = move(plan.automaton, state, i);
    if (state.dead && i < count - 1) return null;
  }
  return concludeAt(plan, state, count - from);
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
