import type { Choice, ColumnEvidence, LayoutQuestion } from './choose-columns.ts';
import { TELLING_SHARE, type ColumnProfile } from './column-profile.ts';
import { columnKey, headerSense, isPostcodeHeader } from './header-aliases.ts';
import { CONSENT_TARGETS, type Target } from '../import-options.ts';

/** What decides who may be called, and when: of two columns neither is taken before somebody says which. */
const EVIDENCE = ['region', 'postcode', ...CONSENT_TARGETS] as const;
export type Evidence = (typeof EVIDENCE)[number];
export const isEvidence = (target: Target): target is Evidence => EVIDENCE.some((one) => one === target);

/** Adds the column to `choices`, or a question. */
export function guessEvidence(
  target: Evidence,
  evidence: ColumnEvidence,
  choices: Map<number, Choice>,
  questions: LayoutQuestion[],
): void {
  const { header, profile } = evidence;
  const fitting = header.flatMap((name, index) => {
    const plainness = choices.has(index) ? undefined : plainnessOf(name, target);
    return plainness === undefined || denied(target, profile[index]) ? [] : [{ index, plainness }];
  });
  const plain = fitting.filter(({ plainness }) => plainness === 'plain');
  const candidates = (plain.length > 0 ? plain : fitting).map(({ index }) => index);
  const [only] = candidates;
  if (only === undefined) return;
  if (candidates.length === 1) {
    choices.set(only, { use: target, place: 0, reason: 'by its header', confidence: 'certain' });
    return;
  }
  questions.push({
    code: 'ambiguous_column',
    message: `Several columns may be the ${target}: ${candidates.map((i) => `"${header[i]}"`).join(', ')}; none of them is used as it.`,
    repair: `Say which one, for example with the mapping ${target}=#${only + 1}.`,
    target,
    candidates,
    blocking: false,
  });
}

/** `Billing Zip` makes room for `Zip`, and `Region`, which may be one of sales, for `State`. */
function plainnessOf(header: string, target: Evidence): 'plain' | 'doubtful' | undefined {
  const meant = headerSense(header)?.meaning === target;
  if (target === 'region' && meant) return /^(?:regi|рег)/.test(columnKey(header)) ? 'doubtful' : 'plain';
  if (meant) return 'plain';
  return target === 'postcode' && isPostcodeHeader(header) ? 'doubtful' : undefined;
}

/** `State` may hold 3, and `Cap` an amount. */
function denied(target: Evidence, seen: ColumnProfile | undefined): boolean {
  if (seen === undefined || seen.fillRate === 0) return false;
  if (target === 'region') return seen.shares.number >= 0.5;
  return target === 'postcode' && seen.shares.postcode < 0.5;
}

/** A column full of ZIP+4 or Canadian postcodes needs no header. */
export function guessPostcode({ header, profile }: ColumnEvidence, choices: Map<number, Choice>): void {
  if ([...choices.values()].some((choice) => choice.use === 'postcode') || header.some(isPostcodeHeader)) return;
  const [only, ...others] = header.flatMap((_, index) => {
    const { postcode = 0, fullPostcode = 0 } = profile[index]?.shares ?? {};
    return !choices.has(index) && postcode >= 0.95 && fullPostcode >= TELLING_SHARE ? [index] : [];
  });
  if (only === undefined || others.length > 0) return;
  const reason = `${Math.round((profile[only]?.shares.fullPostcode ?? 0) * 100)} % of its values are full postcodes`;
  choices.set(only, { use: 'postcode', place: 0, reason, confidence: 'likely' });
}
