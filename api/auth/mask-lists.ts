import { isAboutPhone } from './phone-cells.ts';

const PROBLEMS = '/v1/imports/:importId/problems';
const GROUPS = '/v1/imports/:importId/problems/groups';
/** Samples of uploaded lists, with numbers in whatever form people wrote them. */
const SAMPLES = new Set([
  PROBLEMS,
  GROUPS,
  '/v1/imports/:importId/inspect',
  '/v1/imports/:importId/messages',
  '/v1/imports/:importId/rows/:rowNumber',
]);

export const isOfList = (url: string): boolean => SAMPLES.has(url);

/** No duplicates: their number is right, and another one for the cell is typed whole. */
const TO_REPAIR: readonly unknown[] = ['error', 'warning'];

/**
 * What somebody who repairs a list is shown whole: a cell that is itself what is wrong, since it is corrected where it
 * stands; of the examples of a group, those of phone numbers.
 */
export const shownForRepair =
  (url: string, headers: ReadonlySet<string>) =>
  (value: Readonly<Record<string, unknown>>): readonly string[] => {
    if (!TO_REPAIR.includes(value['severity']) || typeof value['column'] !== 'string') return [];
    if (url === PROBLEMS) return ['value', 'suggested', 'message'];
    return url === GROUPS && isAboutPhone(value, headers) ? ['examples'] : [];
  };
