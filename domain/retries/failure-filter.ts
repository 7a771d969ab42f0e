/**
 * Which failed contacts are meant: those of one campaign that ended, are not resolved, and fit every field that is set.
 * Fields that speak of an attempt speak of the contact's last one.
 */
export interface FailureFilter {
  campaignId: string;
  /** Codes of domain/cause.ts; empty or absent = any. */
  causes?: string[];
  /** Our number that it was tried from. */
  numberId?: string;
  /** Digits that the dialled number begins with. */
  prefix?: string;
  /** Of the dialled number, by its prefix: ISO 3166, like US. */
  country?: string;
  /** The provider's own word. */
  code?: string;
  /** Ended at or after, and before. */
  endedFromMs?: number;
  endedToMs?: number;
  contactIds?: number[];
  exceptContactIds?: number[];
  /** Those that failed again in this retry. */
  retryId?: string;
}
