import { expect, it } from 'vitest';
import { isId, readTopics, tellsOf, topicsOfRun } from '../../../../api/live/topics.ts';

const ID = '01930000-0000-7000-8000-000000000001';

it('reads each topic once', () => {
  expect(readTopics(`campaign:${ID}, failures,,failures`).map(({ kind }) => kind)).toEqual(['campaign', 'failures']);
});

it.each(['weather', 'campaign', `system:${ID}`, `campaign:${ID.repeat(3)}`])('refuses "%s"', (text) => {
  expect(() => readTopics(text)).toThrow('There is no topic');
});

it('leaves to the look at what is there what can be no id', () => {
  expect(readTopics('campaign:nope').map(({ id }) => isId(id))).toEqual([false]);
  expect(readTopics(`campaign:${ID}`).map(({ id }) => isId(id))).toEqual([true]);
});

it('refuses more topics than a page can show', () => {
  const many = Array.from({ length: 21 }, (_, n) => `campaign:01930000-0000-7000-8000-0000000000${n + 10}`);
  expect(() => readTopics(many.join(','))).toThrow('at most 20');
});

it('knows what shows something of a run', () => {
  expect(topicsOfRun({ campaignId: 'c', retryId: null, programmeId: null })).toEqual(['campaign:c']);
  expect(topicsOfRun({ campaignId: 'c', retryId: 'r', programmeId: null })).toEqual(['campaign:c', 'retry:r']);
  expect(topicsOfRun({ campaignId: 'c', retryId: null, programmeId: 'p' })).toEqual(['reminders:p']);
});

it('tells a page of the events of what it shows, and of all where it asks for them', () => {
  const event = { subject: 'appointment:1', data: { programmeId: ID } };
  expect(tellsOf(readTopics(`reminders:${ID}`))(event)).toBe(true);
  expect(tellsOf(readTopics(`campaign:${ID}`))(event)).toBe(false);
  expect(tellsOf(readTopics('system'))(event)).toBe(false);
  expect(tellsOf(readTopics('events'))(event)).toBe(true);
  expect(tellsOf(readTopics(`campaign:${ID}`))({ subject: `campaign:${ID}`, data: {} })).toBe(true);
});
