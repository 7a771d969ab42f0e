import metadata from 'libphonenumber-js/metadata.max.json';
import type { LineType } from './line-type.ts';
import { PatternAutomaton, type State } from './phone-automaton.ts';
import { readPattern } from './phone-patterns.ts';

/** What the numbering plans of a calling code say about a national number. */
export interface Verdict {
  country: string | undefined;
  lineType: LineType;
  /** Bit i: the number has the general shape and a length of country i of the calling code. */
  shapedFor: number;
}

/** How national numbers of a country begin when they are dialled. */
export interface Beginnings {
  automaton: PatternAutomaton<never>;
  /** The country's own trunk prefix, as '0'; empty = none. */
  trunk: string;
}

/** One calling code with all its countries, the main one first. */
export interface CallingCode {
  code: number;
  automaton: PatternAutomaton<Verdict>;
  countries: readonly CountryPlan[];
  /** Of the main country: the library reads international numbers by its trunk prefix. */
  beginnings: Beginnings | undefined;
}

/** A default country: its calling code, its place there, and how its national numbers begin. */
export interface HomePlan {
  callingCode: CallingCode;
  shapeBit: number;
  /** Earned by what has the country's general shape, whatever its length. */
  shapeLabel: number;
  beginnings: Beginnings | undefined;
  /** The digits dialled before an international number, where they are always the same. */
  internationalPrefix: string;
}

interface CountryPlan {
  country: string | undefined;
  lengths: ReadonlySet<number>;
  hasLeadingDigits: boolean;
  /** By place in TYPES; undefined = the country has none, 'same' = as the fixed lines. */
  types: readonly (ReadonlySet<number> | 'same' | undefined)[];
}

/** In the order of the metadata; which wins is in `lineTypeOf`. */
const TYPES: readonly LineType[] = [
  'landline',
  'mobile',
  'toll_free',
  'premium',
  'other',
  'other',
  'other',
  'other',
  'voip',
  'other',
];
/** The library's order: mobile, premium, toll free, shared cost, VoIP, personal, pager, UAN, voicemail. */
const ORDER = [1, 3, 2, 9, 8, 4, 7, 6, 5] as const;

export const PREFIX_LABEL = 0;
export const WHOLE_LABEL = 1;
export const INTERNATIONAL_LABEL = 2;

const LABELS_PER_COUNTRY = 16;
const GENERAL = 10;
const LEADING = 11;

const NUMBERING_PLAN = {
  idd: 1,
  general: 2,
  lengths: 3,
  trunk: 5,
  trunkPattern: 7,
  leadingDigits: 10,
  types: 11,
} as const;

type Field = keyof typeof NUMBERING_PLAN;
const field = (plan: readonly unknown[], name: Field): unknown => plan[NUMBERING_PLAN[name]];
const textField = (plan: readonly unknown[], name: Field): string => {
  const value = field(plan, name);
  return typeof value === 'string' ? value : '';
};
const numbersOf = (value: unknown): ReadonlySet<number> =>
  new Set(Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : []);

const planOf = new Map<string, readonly unknown[]>(Object.entries(metadata.countries));
const countriesOf = new Map<string, readonly string[]>(Object.entries(metadata.country_calling_codes));
const placeless = new Map<string, readonly unknown[]>(Object.entries(metadata.nonGeographic));

const callingCodes = new Map<number, CallingCode | undefined>();
const homePlans = new Map<string, HomePlan | undefined>();

/**
 * The compiled plan of a calling code: undefined = there is none, or its metadata says more than is understood here.
 * Source: the metadata of libphonenumber-js, see its METADATA.md for the layout.
 */
export function callingCodePlan(code: number): CallingCode | undefined {
  if (!callingCodes.has(code)) callingCodes.set(code, compileCallingCode(code));
  return callingCodes.get(code);
}

/** The compiled plan of a default country; undefined as above. */
export function homePlan(country: string): HomePlan | undefined {
  if (!homePlans.has(country)) homePlans.set(country, compileHome(country));
  return homePlans.get(country);
}

/** What the library would say of a national number that leads to this state; null = it may say anything. */
export function concludeAt(plan: CallingCode, state: State<Verdict>, length: number): Verdict | null {
  const known = state.conclusions[length];
  if (known !== undefined) return known;
  const conclusion = conclude(plan.countries, state.labels, length);
  state.conclusions[length] = conclusion;
  return conclusion;
}

function conclude(countries: readonly CountryPlan[], labels: ReadonlySet<number>, length: number): Verdict | null {
  let shapedFor = 0;
  for (const [i, { lengths }] of countries.entries()) {
    if (lengths.has(length) && labels.has(i * LABELS_PER_COUNTRY + GENERAL)) shapedFor |= 1 << i;
  }
  const index = countries.findIndex((plan, i) =>
    plan.hasLeadingDigits
      ? labels.has(i * LABELS_PER_COUNTRY + LEADING)
      : countries.length === 1 || lineTypeOf(plan, i, labels, length) !== undefined,
  );
  const plan = countries[countries.length === 1 ? 0 : index];
  if (!plan || !plan.lengths.has(length)) return null;
  const lineType = lineTypeOf(plan, Math.max(index, 0), labels, length);
  return lineType === undefined ? null : { country: plan.country, lineType, shapedFor };
}

function lineTypeOf(
  plan: CountryPlan,
  index: number,
  labels: ReadonlySet<number>,
  length: number,
): LineType | undefined {
  const base = index * LABELS_PER_COUNTRY;
  if (!labels.has(base + GENERAL)) return undefined;
  const is = (type: number): boolean => {
    const lengths = plan.types[type];
    return lengths !== undefined && lengths !== 'same' && lengths.has(length) && labels.has(base + type);
  };
  if (is(0)) {
    const mobile = plan.types[1];
    return mobile === undefined || mobile === 'same' || is(1) ? 'mobile_or_landline' : 'landline';
  }
  const type = ORDER.find(is);
  return type === undefined ? undefined : TYPES[type];
}

function compileCallingCode(code: number): CallingCode | undefined {
  const text = String(code);
  const countries = countriesOf.get(text);
  const plans = countries?.map((country) => planOf.get(country)) ?? [placeless.get(text)];
  const [main] = plans;
  if (!main) return undefined;
  const automaton = new PatternAutomaton<Verdict>();
  const compiled: CountryPlan[] = [];
  for (const [i, plan] of plans.entries()) {
    const country = plan && compileCountry(plan, countries?.[i], automaton, i * LABELS_PER_COUNTRY);
    if (!country) return undefined;
    compiled.push(country);
  }
  const beginnings = compileBeginnings(main);
  // One bit for each country.
  if (compiled.length > 31) return undefined;
  return { code, automaton, countries: compiled, beginnings };
}

function compileCountry(
  plan: readonly unknown[],
  country: string | undefined,
  automaton: PatternAutomaton<Verdict>,
  base: number,
): CountryPlan | undefined {
  const general = readPattern(textField(plan, 'general'));
  const leadingDigits = textField(plan, 'leadingDigits');
  const leading = readPattern(leadingDigits);
  const kinds = field(plan, 'types');
  if (!general || !leading || !Array.isArray(kinds)) return undefined;
  automaton.whole(general, base + GENERAL);
  if (leadingDigits !== '') automaton.beginning(leading, base + LEADING, base + LEADING);
  const lengths = numbersOf(field(plan, 'lengths'));
  const types: CountryPlan['types'][number][] = [];
  for (const [i, kind] of kinds.entries()) {
    if (!Array.isArray(kind)) {
      types.push(undefined);
      continue;
    }
    const [source, own]: readonly unknown[] = kind;
    const pattern = typeof source === 'string' ? readPattern(source) : undefined;
    if (!pattern) return undefined;
    if (source !== '') automaton.whole(pattern, base + i);
    types.push(source === '' ? 'same' : Array.isArray(own) ? numbersOf(own) : lengths);
  }
  return { country, lengths, hasLeadingDigits: leadingDigits !== '', types };
}

/** Undefined = anything may be a beginning. */
function compileBeginnings(plan: readonly unknown[]): Beginnings | undefined {
  const trunk = textField(plan, 'trunk');
  const source = textField(plan, 'trunkPattern') || trunk;
  const international = readPattern(textField(plan, 'idd'));
  const prefix = readPattern(source);
  if (!international || !prefix) return undefined;
  const automaton = new PatternAutomaton<never>();
  if (textField(plan, 'idd') !== '') automaton.prefix(international, INTERNATIONAL_LABEL, INTERNATIONAL_LABEL);
  if (source !== '') automaton.prefix(prefix, PREFIX_LABEL, WHOLE_LABEL);
  return { automaton, trunk: takesPlainTrunk(source, trunk) ? trunk : '' };
}

/** Whether the trunk prefix alone is taken away as it stands, without moving digits by a rule. */
function takesPlainTrunk(source: string, trunk: string): boolean {
  if (trunk === '') return false;
  const pattern = new RegExp(`^(?:${source})`);
  const match = pattern.exec(trunk);
  // A pattern that also matches nothing may prefer that.
  return match?.[0] === trunk && match.slice(1).every((group) => group === undefined) && !pattern.test('');
}

function compileHome(country: string): HomePlan | undefined {
  const plan = planOf.get(country);
  const code = plan?.[0];
  if (!plan || typeof code !== 'string') return undefined;
  const callingCode = callingCodePlan(Number(code));
  const index = countriesOf.get(code)?.indexOf(country) ?? -1;
  if (!callingCode || index < 0) return undefined;
  const idd = textField(plan, 'idd');
  return {
    callingCode,
    shapeBit: 1 << index,
    shapeLabel: index * LABELS_PER_COUNTRY + GENERAL,
    beginnings: compileBeginnings(plan),
    internationalPrefix: /^\d+$/.test(idd) ? idd : '',
  };
}
