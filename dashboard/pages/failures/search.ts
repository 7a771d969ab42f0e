import { flag, oneOf, text, type RawSearch } from '../../app/search.ts';

export const CLASSES = ['retry', 'change', 'never'] as const;

export interface FailuresSearch {
  campaign?: string | undefined;
  class?: (typeof CLASSES)[number] | undefined;
  q?: string | undefined;
  /** `me`, `none`, or the id of a person. */
  assignee?: string | undefined;
  /** The snoozed groups are unfolded. */
  snoozed?: true | undefined;
  /** The list of stuck calls is open. */
  stuck?: true | undefined;
}
export const failuresSearch = (raw: RawSearch): FailuresSearch => ({
  campaign: text(raw, 'campaign'),
  class: oneOf(raw, 'class', CLASSES),
  q: text(raw, 'q'),
  assignee: text(raw, 'assignee'),
  snoozed: flag(raw, 'snoozed'),
  stuck: flag(raw, 'stuck'),
});

export interface CauseSearch {
  campaign?: string | undefined;
  number?: string | undefined;
  prefix?: string | undefined;
  /** ISO 3166 of the dialled number, like US. */
  country?: string | undefined;
  code?: string | undefined;
  /** An hour in UTC, like 2026-11-26T14. */
  hour?: string | undefined;
  tab?: 'samples' | 'resolved' | undefined;
}
export const causeSearch = (raw: RawSearch): CauseSearch => {
  const hour = text(raw, 'hour');
  return {
    campaign: text(raw, 'campaign'),
    number: text(raw, 'number'),
    prefix: text(raw, 'prefix'),
    country: text(raw, 'country'),
    code: text(raw, 'code'),
    hour: hour !== undefined && /^\d{4}-\d{2}-\d{2}T\d{2}$/.test(hour) ? hour : undefined,
    tab: oneOf(raw, 'tab', ['samples', 'resolved']),
  };
};
