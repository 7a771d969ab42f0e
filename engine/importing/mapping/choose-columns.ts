import { guessEvidence, guessPostcode, isEvidence, type Evidence } from './choose-evidence.ts';
import { choosePhones } from './choose-phones.ts';
import { APPOINTMENT_TARGETS, guessAppointment, tooManyVariables } from './appointment-columns.ts';
import { takeTold } from './columns-as-told.ts';
import { describeColumns } from './describe-columns.ts';
import { TELLING_SHARE, type ColumnKind, type ColumnProfile } from './column-profile.ts';
import { compareTexts, headerSense, type HeaderMeaning } from './header-aliases.ts';
import { TARGETS, type ImportOptions, type Target } from '../import-options.ts';

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

/**
 * Decides what each column is: as told, else by its header, else (phone, time zone) by what is in it. What two columns
 * claim is a question for a person, never a guess. The order of the columns does not matter.
 */
export function chooseColumns(evidence: ColumnEvidence): { columns: ColumnPlan[]; questions: LayoutQuestion[] } {
  const questions: LayoutQuestion[] = [];
  const choices = new Map<number, Choice>();
  const { mapping = {}, programme } = evidence.options;
  takeTold(evidence, choices, questions);
  if (mapping.phone === undefined) questions.push(...choosePhones(evidence, choices));
  for (const target of TARGETS) {
    if (target === 'phone' || mapping[target] !== undefined) continue;
    const ofAppointment = APPOINTMENT_TARGETS.find((one) => one === target);
    if (programme !== undefined && ofAppointment !== undefined) {
      guessAppointment(ofAppointment, evidence, choices, questions);
      continue;
    }
    // An appointment has no agent and no time of its own for sending: its programme says both.
    if (target === 'starts_at' || (programme !== undefined && (target === 'send_at' || target === 'agent'))) continue;
    if (isEvidence(target)) guessEvidence(target, evidence, choices, questions);
    else guessByHeader(target, evidence, choices, questions);
  }
  if (mapping.timezone === undefined) guessZone(evidence, choices, questions);
  if (mapping.postcode === undefined) guessPostcode(evidence, choices);
  const columns = describeColumns(evidence, choices);
  return { columns, questions: programme === undefined ? questions : [...questions, ...tooManyVariables(columns)] };
}

function guessByHeader(
  target: Exclude<Target, 'phone' | 'starts_at' | Evidence>,
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
