/** A regular expression over digits: the part of the syntax that numbering plans use. */
export type Pattern =
  /** One digit out of a set, bit d for digit d. */
  | { kind: 'digit'; mask: number }
  | { kind: 'sequence'; parts: readonly Pattern[] }
  | { kind: 'choice'; options: readonly Pattern[] }
  | { kind: 'repeat'; part: Pattern; min: number; max: number }
  /** `$`: nothing may follow. */
  | { kind: 'end' };

export const ANY_DIGIT = 0x3ff;

/** Reads such a regular expression; undefined when it uses anything else, so that nothing is guessed. */
export function readPattern(source: string): Pattern | undefined {
  let at = 0;
  let understood = true;
  const giveUp = (): Pattern => {
    understood = false;
    at = source.length;
    return { kind: 'end' };
  };

  const choice = (): Pattern => {
    const first = sequence();
    if (source[at] !== '|') return first;
    const options = [first];
    while (source[at] === '|') {
      at++;
      options.push(sequence());
    }
    return { kind: 'choice', options };
  };

  const sequence = (): Pattern => {
    const parts: Pattern[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(atom()));
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : { kind: 'sequence', parts };
  };

  const atom = (): Pattern => {
    const rest = source.slice(at, at + 3);
    if (rest.startsWith('(')) {
      at += rest === '(?:' ? 3 : 1;
      const inner = choice();
      if (source[at] !== ')') return giveUp();
      at++;
      return inner;
    }
    if (rest.startsWith('[')) return digitClass();
    if (rest.startsWith('\\d')) {
      at += 2;
      return { kind: 'digit', mask: ANY_DIGIT };
    }
    if (/^\d/.test(rest)) {
      at++;
      return { kind: 'digit', mask: 1 << Number(rest[0]) };
    }
    if (rest.startsWith('$')) {
      at++;
      return { kind: 'end' };
    }
    return giveUp();
  };

  const digitClass = (): Pattern => {
    const close = source.indexOf(']', at);
    const members = source.slice(at + 1, close);
    if (close < 0 || !/^(?:\d-\d|\d)+$/.test(members)) return giveUp();
    at = close + 1;
    let mask = 0;
    for (const [range] of members.matchAll(/\d-\d|\d/g)) {
      for (let digit = Number(range.at(0)); digit <= Number(range.at(-1)); digit++) mask |= 1 << digit;
    }
    return { kind: 'digit', mask };
  };

  const repeated = (part: Pattern): Pattern => {
    const found = /^(?:\?|\{(\d+)(?:,(\d+))?\})/.exec(source.slice(at));
    if (!found) return part;
    at += found[0].length;
    const [text, least, most] = found;
    if (text === '?') return { kind: 'repeat', part, min: 0, max: 1 };
    return { kind: 'repeat', part, min: Number(least), max: Number(most ?? least) };
  };

  const pattern = choice();
  return understood && at === source.length ? pattern : undefined;
}
