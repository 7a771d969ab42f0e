import { oneOf, type RawSearch } from '../../app/search.ts';

/** The steps of the wizard, in their order. */
export const UPLOAD_STEPS = ['file', 'map', 'check', 'schedule', 'review'] as const;
export type UploadStep = (typeof UPLOAD_STEPS)[number];

export interface UploadSearch {
  step?: UploadStep | undefined;
}

export const uploadSearch = (raw: RawSearch): UploadSearch => ({ step: oneOf(raw, 'step', UPLOAD_STEPS) });
