import { expect, it } from 'vitest';
import { DEFAULT_REPLIES, repliesOf } from '../../../domain/replies.ts';

it('answers by its own word, else by that of the installation, else by the default', () => {
  const replies = repliesOf(12_125_550_100, { helpText: 'own' }, { helpText: 'general', confirmOptIn: false });
  expect(replies).toEqual({ ...DEFAULT_REPLIES, helpText: 'own', confirmOptIn: false });
});

it('leaves toll-free numbers to their carriers unless somebody says otherwise', () => {
  expect(repliesOf(18_335_550_100, null, null).carrierAnswers).toBe(true);
  expect(repliesOf(18_335_550_100, { carrierAnswers: false }, null).carrierAnswers).toBe(false);
  expect(repliesOf(18_015_550_100, null, null).carrierAnswers).toBe(false);
});
