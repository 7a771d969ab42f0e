import { parsePhone } from '../../domain/phone.ts';
import { columnKey, headerMeaning, variableName } from './header-aliases.ts';
import type { ImportOptions, Target } from './import-options.ts';
import { refuseFile } from './import-failure.ts';

export interface ColumnPlan {
  /** From 0. */
  index: number;
  header: string;
  use: Target | 'variable' | 'ignored';
  /** Name for templates; null when it is not kept as a variable. */
  variable: string | null;
  reason: string;
}

interface Candidates {
  header: readonly string[];
  sample: readonly (readonly string[])[];
  options: ImportOptions;
}

/** Written by Outdial itself into reject files: no data of the person. */
const OWN_COLUMNS = new Set(['error_code', 'error_message']);
/** Share of a column's values that must read as phones before it is taken without a telling header. */
const PHONE_SHARE = 0.7;

/**
 * Decides what each column is: as told, else by its header, else (phone) by what is in it. Two columns that could both
 * be the phone are a question for a person, never a guess. Throws ImportFailure `no_phone_column`,
 * `ambiguous_phone_column`, `unknown_column`, `ambiguous_column`.
 */
export function chooseColumns(input: Candidates): ColumnPlan[] {
  const plans = new Map<number, { use: ColumnPlan['use']; reason: string }>();
  for (const [target, wanted] of Object.entries(input.options.mapping ?? {})) {
    const use = asTarget(target);
    for (const name of use === 'name' ? splitNames(wanted, input.header) : [wanted]) {
      plans.set(findColumn(name, input.header), { use, reason: 'as told' });
    }
  }
  for (const name of input.options.ignore ?? []) {
    plans.set(findColumn(name, input.header), { use: 'ignored', reason: 'as told' });
  }
  const taken = (use: Target): boolean => [...plans.values()].some((plan) => plan.use === use);

  if (!taken('phone')) {
    const found = guessPhone(input, plans);
    plans.set(found.index, { use: 'phone', reason: found.reason });
  }
  const guess = (use: Target, meanings: readonly string[]): void => {
    if (taken(use)) return;
    const reason = 'by its header';
    const hits = input.header.map((header, index) => ({ index, meaning: headerMeaning(header) ?? '' }));
    for (const meaning of meanings) {
      const first = hits.find((hit) => hit.meaning === meaning && !plans.has(hit.index));
      if (first) plans.set(first.index, { use, reason });
      // A full name stands alone; first and last belong together.
      if (first && meaning === 'name') return;
    }
  };
  guess('name', ['name', 'first_name', 'last_name']);
  guess('timezone', ['timezone']);
  guess('external_id', ['external_id']);
  return describe(input.header, plans);
}

function describe(
  header: readonly string[],
  plans: ReadonlyMap<number, { use: ColumnPlan['use']; reason: string }>,
): ColumnPlan[] {
  const used = new Set<string>();
  return header.map((name, index) => {
    const plan = plans.get(index) ?? ownOrVariable(name);
    const kept = plan.use === 'variable' || plan.use === 'name' || plan.use === 'external_id';
    let variable = kept ? variableName(name) || `column_${index + 1}` : null;
    // The contact itself answers for these names.
    if (variable === plan.use) variable = null;
    if (variable !== null) {
      const base = variable;
      for (let n = 2; used.has(variable) || variable === 'phone'; n++) variable = `${base}_${n}`;
      used.add(variable);
      const renamed = variable !== base && plan.use === 'variable';
      if (renamed) return { index, header: name, use: plan.use, variable, reason: `another column is called ${base}` };
    }
    return { index, header: name, use: plan.use, variable, reason: plan.reason };
  });
}

const ownOrVariable = (header: string): { use: ColumnPlan['use']; reason: string } =>
  OWN_COLUMNS.has(header)
    ? { use: 'ignored', reason: 'written by Outdial' }
    : { use: 'variable', reason: 'kept as a variable' };

function asTarget(target: string): Target {
  if (target === 'name' || target === 'timezone' || target === 'external_id') return target;
  return 'phone';
}

/** `First+Last` names two columns, unless one column is called just that. */
function splitNames(wanted: string, header: readonly string[]): string[] {
  return header.some((name) => columnKey(name) === columnKey(wanted)) ? [wanted] : wanted.split('+');
}

function findColumn(wanted: string, header: readonly string[]): number {
  const position = /^#(\d+)$/.exec(wanted.trim());
  const index = position ? Number(position[1]) - 1 : -1;
  if (index >= 0 && index < header.length) return index;
  const exact = header.flatMap((name, i) => (name.trim() === wanted.trim() ? [i] : []));
  const hits =
    exact.length > 0 ? exact : header.flatMap((name, i) => (columnKey(name) === columnKey(wanted) ? [i] : []));
  const [only] = hits;
  if (only === undefined) {
    throw refuseFile('unknown_column', `The file has no column "${wanted}".`, `Its columns: ${header.join(', ')}.`);
  }
  if (hits.length > 1) {
    const places = hits.map((i) => `#${i + 1}`).join(' or ');
    throw refuseFile(
      'ambiguous_column',
      `${hits.length} columns are called "${wanted}".`,
      `Say which by its place: ${places}.`,
    );
  }
  return only;
}

function guessPhone(
  { header, sample, options }: Candidates,
  plans: ReadonlyMap<number, unknown>,
): { index: number; reason: string } {
  const shareOf = (index: number): number => {
    const values = sample.map((row) => (row[index] ?? '').trim()).filter((value) => value !== '');
    const good = values.filter((value) => {
      const parsed = parsePhone(value, options.defaultCountry);
      // Without a default country a national number still shows what the column is.
      return parsed.ok || (parsed.code === 'phone_needs_country' && value.replace(/\D/g, '').length >= 9);
    });
    return values.length === 0 ? 0 : good.length / values.length;
  };
  const free = header.map((_, index) => index).filter((index) => !plans.has(index));
  const named = free.filter((index) => headerMeaning(header[index] ?? '') === 'phone');
  const [first] = named;
  // A telling header is believed, unless nothing in its column is a phone and another column is full of them.
  if (first !== undefined && named.length === 1) {
    const denied = shareOf(first) < 0.1 && free.some((index) => index !== first && shareOf(index) >= PHONE_SHARE);
    if (!denied) return { index: first, reason: 'by its header' };
  }
  const candidates = named.length > 1 ? named : free;
  const fitting = candidates.filter((index) => shareOf(index) >= (named.length > 1 ? 0.3 : PHONE_SHARE));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) {
    return { index: only, reason: `${Math.round(shareOf(only) * 100)} % of its values are phone numbers` };
  }
  const quoted = (indexes: readonly number[]): string => indexes.map((i) => `"${header[i]}" (#${i + 1})`).join(', ');
  if (fitting.length > 1 || named.length > 1) {
    const which = fitting.length > 1 ? fitting : named;
    throw refuseFile(
      'ambiguous_phone_column',
      `Several columns may be the phone number: ${quoted(which)}.`,
      `Say which one, for example with the mapping phone=#${(which[0] ?? 0) + 1}.`,
    );
  }
  throw refuseFile(
    'no_phone_column',
    `No column looks like phone numbers: ${header.join(', ')}.`,
    'Name the column with the mapping phone=COLUMN; for national numbers give a default country.',
  );
}
