import type { Purpose } from '../purpose.ts';
import type { ConsentClass } from './law-rule.ts';

/** Consent as a row of a list states it. */
export interface StatedConsent {
  purpose: Purpose | '';
  consentClass: ConsentClass;
  method: string;
  happenedAtMs: number;
  expiresAtMs?: number;
  textShown?: string;
  evidence?: string;
}
