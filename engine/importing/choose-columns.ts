import { choosePhones } from './choose-phones.ts';
import { kindOfColumn, TELLING_SHARE, type ColumnKind, type ColumnProfile } from './column-profile.ts';
import { columnKey, compareTexts, headerSense, variableName, type HeaderMeaning } from './header-aliases.ts';
import { TARGETS, type ImportOptions, type Target } from './import-options.ts';

export type Confidence = 'certain' | 'likely' | 'unsure';

export interface ColumnPlan {
  /** From 0. */
  index: number;
  header: string;
  use: Target | 'variable' | 'ignored';
  /** Name for templates; null when it is not kept as a variable. */
  variable: string | null;
  /** Order among the columns of one target, from 0: numbers are tried and names joined in it. */
  place: number;
  kind: ColumnKind;
  reason: string;
  confidence: Confidence;
}

/** What only a person can say about a list. `blocking`: the list cannot be checked before it is said. */
export interface LayoutQuestion {
  code: string;
  message: string;
  repair: string;
  target: Target | null;
  /** Columns to choose from. */
  candidates: number[];
  blocking: boolean;
}

export interface Choice {
  use: ColumnPlan['use'];
  place: number;
  reason: string;
  confidence: Confidence;
}

export interface ColumnEvidence {
  header: readonly string[];
  profile: readonly ColumnProfile[];
  options: ImportOptions;
}

/** Written by Outdial itself into reject files: no data of the person. */
const OWN_COLUMNS = new Set(['error_code', 'error_message', 'suggested_value']);
/** These stand for something else than themselves, so the texts may want their own words too. */
const KEPT: readonly ColumnPlan['use'][] = ['variable', 'name', 'external_id', 'country', 'language', 'send_at'];
/** A contact answers for these names itself. */
const OF_THE_CONTACT = new Set(['phone', 'name', 'external_id']);

/**
 * Decides what each column is: as told, else by its header, else (phone, time zone) by what is in it. What two columns
 * claim is a question for a person, never a guess. The order of the columns does not matter.
 */
export function chooseColumns(evidence: ColumnEvidence): { columns: ColumnPlan[]; questions: LayoutQuestion[] } {
  const questions: LayoutQuestion[] = [];
  const choices = new Map<number, Choice>();
  const { mapping = {}, ignore = [] } = evidence.options;
  takeTold(evidence, choices, questions);
  for (const name of ignore) {
    const index = columnNamed(name, evidence.header, null, questions);
    if (index !== undefined) choices.set(index, told('ignored', 0));
  }
  if (mapping.phone === undefined) questions.push(...choosePhones(evidence, choices));
  for (const target of TARGETS) {
    if (target !== 'phone' && mapping[target] === undefined) guessByHeader(target, evidence, choices, questions);
  }
  if (mapping.timezone === undefined) guessZone(evidence, choices, questions);
  return { columns: describe(evidence, choices), questions };
}

const told = (use: Choice['use'], place: number): Choice => ({ use, place, reason: 'as told', confidence: 'certain' });

function takeTold(
  { header, options }: ColumnEvidence,
  choices: Map<number, Choice>,
  questions: LayoutQuestion[],
): void {
  for (const target of TARGETS) {
    const wanted = options.mapping?.[target] ?? [];
    const names = target === 'name' ? wanted.flatMap((one) => splitNames(one, header)) : wanted;
    names.forEach((name, place) => {
      const index = columnNamed(name, header, target, questions);
      if (index === undefined) return;
      const before = choices.get(index);
      if (before) {
        questions.push({
          code: 'ambiguous_column',
          message: `The column "${header[index]}" is told to be ${before.use} and ${target}.`,
          repair: 'Give each column to one of them.',
          target,
          candidates: [index],
          blocking: true,
        });
      } else choices.set(index, told(target, place));
    });
    if (names.length > 1 && target !== 'phone' && target !== 'name') {
      questions.push({
        code: 'ambiguous_column',
        message: `${names.length} columns are told to be ${target}: ${names.join(', ')}.`,
        repair: 'Name one.',
        target,
        candidates: [...choices].flatMap(([index, choice]) => (choice.use === target ? [index] : [])),
        blocking: true,
      });
    }
  }
  if (options.mapping?.phone?.length === 0) {
    questions.push({
      code: 'no_phone_column',
      message: 'No column is told to be the phone.',
      repair: 'Name the column with the mapping phone=COLUMN.',
      target: 'phone',
      candidates: [],
      blocking: true,
    });
  }
}

/** `First+Last` names two columns, unless one column is called just that. */
function splitNames(wanted: string, header: readonly string[]): string[] {
  return header.some((name) => columnKey(name) === columnKey(wanted)) ? [wanted] : wanted.split('+');
}

/** The column of that header or place (`#2`); undefined with a question when there is none, or more than one. */
function columnNamed(
  wanted: string,
  header: readonly string[],
  target: Target | null,
  questions: LayoutQuestion[],
): number | undefined {
  const position = /^#(\d+)$/.exec(wanted.trim());
  const index = position ? Number(position[1]) - 1 : -1;
  if (index >= 0 && index < header.length) return index;
  const exact = header.flatMap((name, i) => (name.trim() === wanted.trim() ? [i] : []));
  const hits =
    exact.length > 0 ? exact : header.flatMap((name, i) => (columnKey(name) === columnKey(wanted) ? [i] : []));
  if (hits.length === 1) return hits[0];
  const places = hits.map((i) => `#${i + 1}`).join(' or ');
  questions.push({
    code: hits.length === 0 ? 'unknown_column' : 'ambiguous_column',
    message:
      hits.length === 0 ? `The file has no column "${wanted}".` : `${hits.length} columns are called "${wanted}".`,
    repair: hits.length === 0 ? `Its columns: ${header.join(', ')}.` : `Say which by its place: ${places}.`,
    target,
    candidates: hits.length === 0 ? header.map((_, i) => i) : hits,
    blocking: true,
  });
  return undefined;
}

function guessByHeader(
  target: Exclude<Target, 'phone'>,
  evidence: ColumnEvidence,
  choices: Map<number, Choice>,
  questions: LayoutQuestion[],
): void {
  const full = candidatesFor(target, evidence, choices);
  // A full name stands alone; first and last belong together.
  const parts: HeaderMeaning[] = target === 'name' && full.length === 0 ? ['first_name', 'last_name'] : [target];
  parts.forEach((meaning, place) => {
    const [first, ...others] = meaning === target ? full : candidatesFor(meaning, evidence, choices);
    if (first === undefined) return;
    const names = others.map((index) => `"${evidence.header[index]}"`).join(', ');
    const doubt = others.length > 0 ? `; ${names} may be it as well` : '';
    const confidence = others.length > 0 ? 'unsure' : 'certain';
    choices.set(first, { use: target, place, reason: `by its header${doubt}`, confidence });
    if (others.length === 0) return;
    questions.push({
      code: 'ambiguous_column',
      message: `Several columns may be the ${target}: "${evidence.header[first]}", ${names}.`,
      repair: `Say which one, for example with the mapping ${target}=#${first + 1}.`,
      target,
      candidates: [first, ...others],
      // Another time zone or moment is a call at the wrong hour; another name is only another name.
      blocking: target === 'timezone' || target === 'send_at' || target === 'agent',
    });
  });
}

/** Columns whose header means it, the plainest name first. */
function candidatesFor(
  meaning: HeaderMeaning,
  { header, profile }: ColumnEvidence,
  choices: ReadonlyMap<number, Choice>,
): number[] {
  const found = header.flatMap((name, index) => {
    const sense = headerSense(name);
    if (sense?.meaning !== meaning || choices.has(index)) return [];
    // `Country code` may hold +49, `Land` an acre.
    const seen = profile[index];
    if (meaning === 'country' && seen !== undefined && seen.fillRate > 0 && seen.shares.country < 0.5) return [];
    return [{ index, rank: sense.rank, key: name }];
  });
  return found
    .sort((a, b) => a.rank - b.rank || compareTexts(a.key, b.key) || a.index - b.index)
    .map(({ index }) => index);
}

/** Names of zones are so peculiar that a column full of them needs no header. */
function guessZone(evidence: ColumnEvidence, choices: Map<number, Choice>, questions: LayoutQuestion[]): void {
  if ([...choices.values()].some((choice) => choice.use === 'timezone')) return;
  const { header, profile } = evidence;
  const fitting = header.flatMap((_, index) =>
    !choices.has(index) && (profile[index]?.shares.zone ?? 0) >= TELLING_SHARE ? [index] : [],
  );
  const [only] = fitting;
  if (only === undefined) return;
  if (fitting.length > 1) {
    questions.push({
      code: 'ambiguous_column',
      message: `Several columns hold time zones: ${fitting.map((i) => `"${header[i]}" (#${i + 1})`).join(', ')}.`,
      repair: `Say which one, for example with the mapping timezone=#${only + 1}.`,
      target: 'timezone',
      candidates: fitting,
      blocking: true,
    });
    return;
  }
  const share = profile[only]?.shares.zone ?? 0;
  const reason = `${Math.round(share * 100)} % of its values are time zones`;
  choices.set(only, { use: 'timezone', place: 0, reason, confidence: share >= 0.95 ? 'likely' : 'unsure' });
}

function describe({ header, profile }: ColumnEvidence, choices: ReadonlyMap<number, Choice>): ColumnPlan[] {
  const names = variableNames(header, choices);
  return header.map((name, index) => {
    const { use, place, reason, confidence } = choices.get(index) ?? ownOrVariable(name);
    const seen = profile[index] ?? { fillRate: 0, samples: [], shares: NO_SHARES };
    const kind = use === 'phone' ? 'phone' : kindOfColumn(name, seen);
    const { variable = null, renamed } = names.get(index) ?? {};
    const plan = { index, header: name, use, variable, place, kind, confidence };
    if (renamed === undefined || use !== 'variable') return { ...plan, reason };
    return { ...plan, reason: `another column is called ${renamed}`, confidence: 'unsure' };
  });
}

/** Names for templates, each once; where two columns would have one, it does not depend on their order. */
function variableNames(
  header: readonly string[],
  choices: ReadonlyMap<number, Choice>,
): Map<number, { variable: string; renamed?: string }> {
  const names = new Map<number, { variable: string; renamed?: string }>();
  const wanting = header.flatMap((name, index) => {
    const { use } = choices.get(index) ?? ownOrVariable(name);
    const base = variableName(name) || `column_${index + 1}`;
    const kept = KEPT.includes(use) && !(base === use && OF_THE_CONTACT.has(base));
    return kept ? [{ name, index, base }] : [];
  });
  wanting.sort((a, b) => compareTexts(a.name, b.name) || a.index - b.index);
  // Who comes first under a name keeps it; only then are the others given names that nobody has.
  const given = new Map<string, number>();
  for (const { base, index } of wanting) if (base !== 'phone' && !given.has(base)) given.set(base, index);
  const used = new Set(given.keys());
  for (const { base, index } of wanting) {
    if (given.get(base) === index) {
      names.set(index, { variable: base });
      continue;
    }
    let variable = base;
    for (let n = 2; used.has(variable) || variable === 'phone'; n++) variable = `${base}_${n}`;
    used.add(variable);
    names.set(index, { variable, renamed: base });
  }
  return names;
}

const NO_SHARES = { phone: 0, zone: 0, date: 0, email: 0, number: 0, country: 0 };

const ownOrVariable = (header: string): Choice =>
  OWN_COLUMNS.has(header)
    ? { use: 'ignored', place: 0, reason: 'written by Outdial', confidence: 'certain' }
    : { use: 'variable', place: 0, reason: 'kept as a variable', confidence: 'certain' };
