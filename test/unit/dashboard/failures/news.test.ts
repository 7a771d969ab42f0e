import { describe, expect, it } from 'vitest';
import { newsOf, seenOf } from '../../../../dashboard/pages/failures/news.ts';

const seen = { at: '2026-11-26T13:00:00Z', attempts: { busy: 10, no_answer: 3 } };

describe('what is new since the last visit', () => {
  it.each([
    [
      { cause: 'busy', attempts: 12 },
      { kind: 'more', count: 2 },
    ],
    [{ cause: 'busy', attempts: 10 }, undefined],
    // Fewer: the failures of another installation, or of a campaign that was taken away.
    [{ cause: 'busy', attempts: 4 }, undefined],
    [{ cause: 'unknown_end:teapot', attempts: 1 }, { kind: 'cause' }],
    [{ cause: 'toString', attempts: 1 }, { kind: 'cause' }],
  ])('%j', (group, news) => {
    expect(newsOf(seen, group)).toEqual(news);
  });
  it('is nothing on the first visit', () => {
    expect(newsOf(undefined, { cause: 'busy', attempts: 12 })).toBeUndefined();
  });
});

describe('what was kept', () => {
  it('is read as it was written', () => {
    expect(seenOf(JSON.parse(JSON.stringify(seen)))).toEqual(seen);
  });
  it.each([[null], ['x'], [{ at: 1, attempts: {} }], [{ at: 'x' }], [{ at: 'x', attempts: null }]])(
    'is nothing where it is not ours: %j',
    (value) => {
      expect(seenOf(value)).toBeUndefined();
    },
  );
  it('drops counts that are none', () => {
    expect(seenOf({ at: 'x', attempts: { busy: '10', no_answer: 3 } })).toEqual({
      at: 'x',
      attempts: { no_answer: 3 },
    });
  });
});
