import { describe, expect, it } from 'vitest';
import { isIn, withPlaces } from '../../../../dashboard/pages/upload/check/group-words.ts';
import { currentStep, stepStates } from '../../../../dashboard/pages/upload/step-state.ts';
import type { Draft, Group, Question } from '../../../../dashboard/pages/upload/queries.ts';

const group = (code: string, severity: Group['severity'], count: number): Group => ({
  severity,
  code,
  title: code,
  column: null,
  count,
  fix: null,
  repair: null,
  decision: null,
  option: null,
  examples: [],
});
const codes = (groups: readonly Group[]): string[] => groups.map(({ code }) => code);

describe('groups of problems', () => {
  const before = [group('note', 'info', 9), group('few', 'error', 2), group('many', 'error', 5)];

  it('come with what keeps people out first, and the most frequent first', () => {
    expect(codes(withPlaces([], before).ordered)).toEqual(['many', 'few', 'note']);
  });

  it('stay where they are while their rows are repaired, and one that comes is behind them', () => {
    const { keys } = withPlaces([], before);
    const after = withPlaces(keys, [
      group('new', 'error', 99),
      group('note', 'info', 9),
      group('few', 'error', 2),
      group('many', 'error', 1),
    ]);
    expect(codes(after.ordered)).toEqual(['many', 'few', 'note', 'new']);
    const gone = withPlaces(after.keys, [group('few', 'error', 2)]);
    expect(codes(withPlaces(gone.keys, before).ordered)).toEqual(['many', 'few', 'note']);
  });

  it('that an option about the list mends are among those that can be repaired', () => {
    const national = { ...group('phone_needs_country', 'error', 1), option: 'defaultCountry' as const };
    expect([isIn(national, 'fixable'), isIn(national, 'rejected')]).toEqual([true, false]);
  });

  it('of countries that may not be called are a part of their own', () => {
    const country = group('country_not_supported', 'error', 1);
    expect([isIn(country, 'country'), isIn(country, 'rejected'), isIn(country, undefined)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

const draft: Draft = {
  id: 'i',
  campaignId: null,
  purpose: 'stop',
  programmeId: null,
  fileName: 'june.csv',
  fileSha256: '',
  fileBytes: 1,
  totalBytes: 1,
  state: 'uploaded',
  wanted: 'upload',
  version: 1,
  changedBy: null,
  changedAt: null,
  options: {},
  detected: null,
  rowsRead: 0,
  bytesRead: 0,
  acceptedRows: 0,
  rejectedRows: 0,
  duplicateRows: 0,
  hasPendingRows: false,
  committedRows: 0,
  undoneRows: 0,
  stoppedContacts: 0,
  share: null,
  secondsLeft: null,
  failure: null,
  sameFile: null,
  createdBy: 'user:a@example.org',
  createdAt: '2026-06-01T00:00:00.000Z',
  endedAt: null,
};
const severalPhones: Question = {
  code: 'several_phone_columns',
  message: '',
  repair: '',
  target: 'phone',
  candidates: [0, 1],
  blocking: false,
};

describe('the steps', () => {
  it('are not gone on with before it is said which columns of numbers are called, once', () => {
    const asked = { questions: [severalPhones] };
    expect(currentStep(stepStates(draft, null, asked), draft)).toBe('map');
    expect(stepStates(draft, null, asked).find(({ step }) => step === 'check')?.blocked).toMatch(/1 question/);
    expect(currentStep(stepStates(draft, null, { questions: [] }), draft)).toBe('check');
    // A list that was checked by itself went by the order that was found.
    const checked: Draft = { ...draft, state: 'checked', acceptedRows: 1 };
    expect(stepStates(checked, null, asked).every(({ blocked }) => blocked === undefined)).toBe(true);
  });
});
