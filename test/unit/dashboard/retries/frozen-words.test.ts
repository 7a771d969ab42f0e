import { expect, it } from 'vitest';
import { frozenWords } from '../../../../dashboard/pages/retries/frozen-words.ts';
import { absolute } from '../../../../dashboard/format/time.ts';

const campaignId = 'a';
const phoneOf = (numberId: string): string | undefined => (numberId === 'n' ? '+14155550001' : undefined);

it('says all that a retry was narrowed by, and nothing that it was not', () => {
  expect(frozenWords({ campaignId }, phoneOf)).toBe('Every cause');
  expect(frozenWords({ campaignId, causes: ['no_answer', 'busy'] }, phoneOf)).toBe('No answer or Busy');
  const filter = { campaignId, causes: ['no_answer'], country: 'US', prefix: '1212', numberId: 'n', code: '486' };
  expect(frozenWords(filter, phoneOf)).toBe('No answer, in United States, to +1 212, from +1 415 555 0001, “486”');
  expect(frozenWords({ campaignId, causes: ['busy'], numberId: 'gone', chosenContacts: 1 }, phoneOf)).toBe(
    'Busy, from one caller ID, 1 chosen contact',
  );
  expect(frozenWords({ campaignId, causes: ['busy'], retryId: 'r', exceptContacts: 1_200 }, phoneOf)).toBe(
    'Busy, failed again in a retry, all but 1,200',
  );
});

it('names the hours that the attempts ended in, with the date of the end where it is another', () => {
  const of = (endedFrom?: string, endedTo?: string): string =>
    frozenWords(
      { campaignId, causes: ['busy'], ...(endedFrom && { endedFrom }), ...(endedTo && { endedTo }) },
      phoneOf,
    );
  const at = (iso: string): string =>
    absolute(Date.parse(iso)).replace(/^\w+,? (\d+ \w+) \d+, (\d\d:\d\d).*$/, '$1, $2');
  const [a, b, c] = ['2026-11-26T14:00:00.000Z', '2026-11-26T15:00:00.000Z', '2026-11-28T15:00:00.000Z'];
  expect(of(a, b)).toBe(`Busy, ${at(a)} to ${at(b).slice(-5)}`);
  expect(of(a, c)).toBe(`Busy, ${at(a)} to ${at(c)}`);
  expect(of(a)).toBe(`Busy, from ${at(a)}`);
  expect(of(undefined, c)).toBe(`Busy, before ${at(c)}`);
});
