import type { Choice, ColumnEvidence, LayoutQuestion } from './choose-columns.ts';
import { TELLING_SHARE } from './column-profile.ts';
import {
  columnKey,
  compareTexts,
  headerSense,
  isFaxHeader,
  isPostcodeHeader,
  type PhoneKind,
} from './header-aliases.ts';

/** In which order a person's numbers are tried: what rings in the pocket first. */
const ORDER: Readonly<Record<PhoneKind, number>> = { mobile: 0, main: 1, other: 2, whatsapp: 3, work: 4, home: 5 };
/** Share of phones below which a column that is named like one is none, when another column has them. */
const DENYING_SHARE = 0.1;
/** Share of phones from which one of two columns of the same name is the one that is meant. */
const CLEAR_SHARE = 0.3;

interface Named {
  index: number;
  kind: PhoneKind;
  number: number;
  key: string;
}

/**
 * Finds the phone columns and their order, and adds them to `choices`. Mobile, work and home are numbers of one
 * person, taken in that order and asked about; two columns that claim to be the same one, or several that only look
 * like phones, are a question that blocks.
 */
export function choosePhones(evidence: ColumnEvidence, choices: Map<number, Choice>): LayoutQuestion[] {
  const { header, profile } = evidence;
  const share = (index: number): number => profile[index]?.shares.phone ?? 0;
  const free = header.map((_, index) => index).filter((index) => !choices.has(index));
  const full = free.filter((index) => share(index) >= TELLING_SHARE && mayBePhone(header[index] ?? ''));
  const named = namedPhones(header, free);
  const denied = (index: number): boolean =>
    (profile[index]?.fillRate ?? 0) > 0 &&
    share(index) < DENYING_SHARE &&
    [...full, ...named.map((one) => one.index)].some((other) => other !== index && share(other) >= CLEAR_SHARE);

  const believed = named.filter((one) => !denied(one.index));
  for (const { index } of named) {
    if (!denied(index)) continue;
    const reason = 'named like a phone, but its values are none; kept as a variable';
    choices.set(index, { use: 'variable', place: 0, reason, confidence: 'unsure' });
  }
  if (believed.length > 0) return takeNamed(believed, evidence, choices);
  const [only] = full;
  if (only === undefined) return [noPhones(header, free)];
  if (full.length > 1) return [severalPhones(header, full)];
  const reason = `${Math.round(share(only) * 100)} % of its values are phone numbers`;
  choices.set(only, { use: 'phone', place: 0, reason, confidence: share(only) >= 0.95 ? 'likely' : 'unsure' });
  return [];
}

function namedPhones(header: readonly string[], free: readonly number[]): Named[] {
  const named = free.flatMap((index) => {
    const phone = headerSense(header[index] ?? '')?.phone;
    return phone ? [{ index, ...phone, key: columnKey(header[index] ?? '') }] : [];
  });
  return named.sort(
    (a, b) => ORDER[a.kind] - ORDER[b.kind] || a.number - b.number || compareTexts(a.key, b.key) || a.index - b.index,
  );
}

function takeNamed(
  believed: readonly Named[],
  { header, profile }: ColumnEvidence,
  choices: Map<number, Choice>,
): LayoutQuestion[] {
  const questions: LayoutQuestion[] = [];
  const claims = new Map<string, Named[]>();
  for (const one of believed) {
    const claim = `${one.kind} ${one.number}`;
    claims.set(claim, [...(claims.get(claim) ?? []), one]);
  }
  let place = 0;
  for (const claimants of claims.values()) {
    const clear = claimants.filter(({ index }) => (profile[index]?.shares.phone ?? 0) >= CLEAR_SHARE);
    const [meant] = claimants.length === 1 ? claimants : clear;
    if (meant === undefined || (claimants.length > 1 && clear.length > 1)) {
      questions.push(
        severalPhones(
          header,
          (clear.length > 1 ? clear : claimants).map(({ index }) => index).sort((a, b) => a - b),
        ),
      );
      continue;
    }
    const known =
      (profile[meant.index]?.shares.phone ?? 0) >= CLEAR_SHARE || (profile[meant.index]?.fillRate ?? 0) === 0;
    const reason = believed.length > 1 ? `by its header; number ${place + 1} in order` : 'by its header';
    choices.set(meant.index, {
      use: 'phone',
      place: place++,
      reason: known ? reason : `${reason}, although few of its values are phone numbers`,
      confidence: !known ? 'unsure' : believed.length > 1 ? 'likely' : 'certain',
    });
  }
  const taken = [...choices].filter(([, { use }]) => use === 'phone').map(([index]) => index);
  return taken.length > 1 && questions.length === 0 ? [whichPhones(header, taken)] : questions;
}

const mayBePhone = (header: string): boolean =>
  !isFaxHeader(header) &&
  !isPostcodeHeader(header) &&
  !['external_id', 'send_at'].includes(headerSense(header)?.meaning ?? '');

function severalPhones(header: readonly string[], candidates: number[]): LayoutQuestion {
  const quoted = candidates.map((i) => `"${header[i]}" (#${i + 1})`).join(', ');
  const [first = 0] = candidates;
  return {
    code: 'ambiguous_phone_column',
    message: `Several columns may be the phone number: ${quoted}.`,
    repair: `Say which one, for example with the mapping phone=#${first + 1}; several are tried in the order told.`,
    target: 'phone',
    candidates,
    blocking: true,
  };
}

/** Not blocking: the order is a good guess, and a list that goes all the way by itself goes by it. */
function whichPhones(header: readonly string[], candidates: number[]): LayoutQuestion {
  const quoted = candidates.map((i) => `"${header[i]}" (#${i + 1})`).join(', then ');
  return {
    code: 'several_phone_columns',
    message: `${candidates.length} columns hold phone numbers. A person is tried on ${quoted}.`,
    repair: `Say that they are meant, or which one, for example with the mapping phone=#${(candidates[0] ?? 0) + 1}.`,
    target: 'phone',
    candidates,
    blocking: false,
  };
}

function noPhones(header: readonly string[], candidates: number[]): LayoutQuestion {
  return {
    code: 'no_phone_column',
    message: `No column looks like phone numbers: ${header.join(', ')}.`,
    repair: 'Name the column with the mapping phone=COLUMN; for national numbers give a default country.',
    target: 'phone',
    candidates,
    blocking: true,
  };
}
