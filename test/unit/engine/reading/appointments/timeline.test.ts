import { expect, it } from 'vitest';
import { timeline } from '../../../../../engine/reading/appointments/timeline.ts';

const STEP = {
  key: 'booking-sms',
  says: 'Text, at the booking',
  channel: 'sms',
  status: 'skipped',
  intendedAt: '2026-06-08T08:00:00.000Z',
  dueAt: null,
  contactId: null,
  costMicros: 0,
  sharedBy: 1,
  startsAt: '2026-06-09T08:00:00.000Z',
} as const;
const VERSION = {
  version: 1,
  change: 'booked',
  cause: null,
  by: 'user:ana@example.com',
  createdAt: '2026-06-08T09:00:00.000Z',
  state: 'booked',
  phone: '+12025550123',
  name: null,
  variables: {},
  startsAt: '2026-06-09T08:00:00.000Z',
  zone: 'America/New_York',
  local: '2026-06-09T04:00',
  programmeVersion: 1,
} as const;
const NOTHING = { attempts: [], answers: [], messages: [], suppressions: [], unsent: [] };

it('says in words why a step of a plan is not sent', () => {
  const why = (reason: 'passed' | 'after_cutoff' | 'skipped') =>
    timeline([{ ...VERSION, plan: [{ ...STEP, reason }] }], [], NOTHING).find(({ kind }) => kind === 'skipped')?.words;
  expect(why('passed')).toBe('Text, booking-sms: not sent: its time had passed');
  expect(why('after_cutoff')).toBe('Text, booking-sms: not sent: its time lies behind the cut-off');
  expect(why('skipped')).toBe('Text, booking-sms: not sent: it was taken out');
});
