import type { FixCode } from './fixes.ts';
import type { LineType } from './line-type.ts';

export type PhoneProblem =
  | 'phone_missing'
  | 'phone_scientific_notation'
  | 'phone_decimal'
  | 'phone_thousands'
  | 'phone_quoted'
  | 'phone_letters'
  | 'phone_has_extension'
  | 'phone_needs_country'
  | 'phone_lost_plus'
  | 'phone_lost_zero'
  | 'phone_too_short'
  | 'phone_too_long'
  | 'phone_invalid';

/** What was read differently from how it is written, without any doubt about the number. */
export type PhoneNote = 'national' | 'dialling_prefix' | 'unicode_digits' | 'formatted';

/** `digits`: E.164 without the plus; its 15 digits fit a number. No `country`: a number of no place, as +800. */
export interface ReadPhone {
  ok: true;
  digits: number;
  country?: string;
  lineType: LineType;
  note?: PhoneNote;
}

/** `fix` names the damage that was recognised; `suggested` is the repaired number as E.164, valid by its plan. */
export interface RefusedPhone {
  ok: false;
  code: PhoneProblem;
  message: string;
  expected: string;
  fix?: FixCode;
  suggested?: string;
}

export type ParsedPhone = ReadPhone | RefusedPhone;

/** E.164 with plus, as providers take it. */
export const formatE164 = (digits: number): string => `+${digits}`;
