import { oneOf, text, type RawSearch } from '../../app/search.ts';

/** The steps of the wizard, in their order. */
export const UPLOAD_STEPS = ['file', 'map', 'check', 'schedule', 'review'] as const;
export type UploadStep = (typeof UPLOAD_STEPS)[number];

/** What the bar of the check can be narrowed to, as it parts the rows. */
const ROW_PARTS = ['ready', 'fixable', 'rejected', 'country', 'duplicates', 'suppressed'] as const;
export type RowPart = (typeof ROW_PARTS)[number];
/** What it can be narrowed to of the people who would not be called now. */
const PEOPLE_PARTS = ['later', 'unknown_zone', 'no_consent'] as const;
export type PeoplePart = (typeof PEOPLE_PARTS)[number];
export type CheckPart = RowPart | PeoplePart;

export const isOfPeople = (part: CheckPart | undefined): part is PeoplePart =>
  PEOPLE_PARTS.some((each) => each === part);

export interface UploadSearch {
  step?: UploadStep | undefined;
  /** Of the check: the part that is chosen. */
  part?: CheckPart | undefined;
  /** Of the check: the group whose rows are listed, as `severity:code:column`. */
  group?: string | undefined;
}

export const uploadSearch = (raw: RawSearch): UploadSearch => ({
  step: oneOf(raw, 'step', UPLOAD_STEPS),
  part: oneOf(raw, 'part', [...ROW_PARTS, ...PEOPLE_PARTS]),
  group: text(raw, 'group'),
});

export interface NewCampaignSearch {
  /** A campaign that gets another list, instead of a new one. */
  campaign?: string | undefined;
}

export const newCampaignSearch = (raw: RawSearch): NewCampaignSearch => ({ campaign: text(raw, 'campaign') });

export const IMPORT_STATES = [
  'receiving',
  'uploaded',
  'checking',
  'checked',
  'committing',
  'done',
  'undoing',
  'undone',
  'failed',
  'cancelled',
] as const;

const SORTS = ['created', 'file', 'state', 'rows', 'accepted', 'rejected', 'duplicates', 'size', 'by'] as const;

export interface UploadListSearch {
  state?: (typeof IMPORT_STATES)[number] | undefined;
  /** Absent = newest first. */
  sort?: (typeof SORTS)[number] | undefined;
  direction?: 'desc' | undefined;
}

export const uploadListSearch = (raw: RawSearch): UploadListSearch => ({
  state: oneOf(raw, 'state', IMPORT_STATES),
  sort: oneOf(raw, 'sort', SORTS),
  direction: oneOf(raw, 'direction', ['desc']),
});
