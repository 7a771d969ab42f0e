import type { Choice, ColumnEvidence, ColumnPlan } from './choose-columns.ts';
import { kindOfColumn } from './column-profile.ts';
import { compareTexts, variableName } from './header-aliases.ts';

/** Written by Outdial itself into reject files: no data of the person. */
const OWN_COLUMNS = new Set(['error_code', 'error_message', 'suggested_value']);
/** These stand for something else than themselves, so the texts may want their own words too. */
const KEPT: readonly ColumnPlan['use'][] = [
  'variable',
  'name',
  'external_id',
  'country',
  'language',
  'send_at',
  'starts_at',
  'region',
  'postcode',
];
/** A contact answers for these names itself. */
const OF_THE_CONTACT = new Set(['phone', 'name', 'external_id']);

/** What becomes of each column, in the order of the file; nobody chose it: a variable. */
export function describeColumns(
  { header, profile, options }: ColumnEvidence,
  choices: ReadonlyMap<number, Choice>,
): ColumnPlan[] {
  const names = variableNames(header, choices);
  return header.map((name, index) => {
    const { use, place, reason, confidence } = choices.get(index) ?? ownOrVariable(name);
    const seen = profile[index] ?? { fillRate: 0, samples: [], shares: NO_SHARES };
    const kind = kindOfUse(use, options) ?? kindOfColumn(name, seen);
    const { variable = null, renamed } = names.get(index) ?? {};
    const plan = { index, header: name, use, variable, place, kind, confidence };
    if (renamed === undefined || use !== 'variable') return { ...plan, reason };
    return { ...plan, reason: `another column is called ${renamed}`, confidence: 'unsure' };
  });
}

/** What a use says of the values, whatever the header is. */
function kindOfUse(use: ColumnPlan['use'], { programme }: ColumnEvidence['options']): ColumnPlan['kind'] | undefined {
  if (use === 'phone' || use === 'postcode') return use;
  if (use === 'starts_at') return 'date';
  return use === 'external_id' && programme !== undefined ? 'id' : undefined;
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

const NO_SHARES = { phone: 0, zone: 0, date: 0, email: 0, number: 0, country: 0, postcode: 0, fullPostcode: 0 };

const ownOrVariable = (header: string): Choice =>
  OWN_COLUMNS.has(header)
    ? { use: 'ignored', place: 0, reason: 'written by Outdial', confidence: 'certain' }
    : { use: 'variable', place: 0, reason: 'kept as a variable', confidence: 'certain' };
