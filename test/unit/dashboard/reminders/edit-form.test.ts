import { expect, it } from 'vitest';
import {
  backOf,
  changeOf,
  editFormOf,
  mayEditSteps,
} from '../../../../dashboard/pages/reminders/programme/edit-form.ts';
import { versionChanges } from '../../../../dashboard/pages/reminders/programme/version-changes.ts';
import type { ProgrammeSettings } from '../../../../dashboard/pages/reminders/shapes.ts';

const SETTINGS: ProgrammeSettings = {
  purpose: 'informational',
  zone: null,
  hours: { weekly: { mon: [['10:00', '17:00']] }, blackoutDates: [], skipFederalHolidays: true },
  languages: ['en'],
  steps: [
    {
      key: '24h-sms',
      when: { kind: 'before', seconds: 86_400 },
      actions: [{ channel: 'sms', accountId: 'a', numberId: 'n', text: 'See you', slot: 0 }],
      afterConfirm: 'stop',
    },
    {
      key: '2h-call',
      when: { kind: 'before', seconds: 7_200 },
      actions: [{ channel: 'call', accountId: 'a', numberId: 'n', slot: 1 }],
      afterConfirm: 'stop',
    },
  ],
  cutoffSeconds: 900,
  lateSeconds: 1_800,
  mergeWithinSeconds: null,
  repeatAfterMoveSeconds: 900,
  answers: { keys: { '1': 'confirm' }, onConfirm: 'stop', onCancel: 'cancel', onReschedule: 'stop', cutoffSeconds: 0 },
  pacePerSecond: null,
  maxConcurrent: 10,
  maxAttempts: 2,
  waitSeconds: {},
  budgetMicros: null,
  dailyCapMicros: null,
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 10,
  personCaps: [],
};

it('changes nothing that was not touched', () => {
  expect(changeOf(editFormOf(SETTINGS), SETTINGS)).toEqual({});
});

it('sends all steps where one is otherwise, since those left out are removed, and keeps what the form does not show', () => {
  const form = editFormOf(SETTINGS);
  const steps = form.steps.map((step) => (step.key === '24h-sms' ? { ...step, texts: ['Hello'] } : step));
  const change = changeOf({ ...form, steps, cutoffMinutes: 30 }, SETTINGS);
  expect(change).toEqual({
    cutoffSeconds: 1_800,
    steps: [
      { ...SETTINGS.steps[0], actions: [{ ...SETTINGS.steps[0]?.actions[0], text: 'Hello' }] },
      SETTINGS.steps[1],
    ],
  });
  expect(backOf(change, SETTINGS)).toEqual({ cutoffSeconds: 900, steps: SETTINGS.steps });
  const removed = changeOf(
    { ...form, steps: form.steps.map((step) => ({ ...step, removed: step.key === '2h-call' })) },
    SETTINGS,
  );
  expect(removed.steps).toEqual([SETTINGS.steps[0]]);
});

it('leaves steps alone whose texts hold a masked number', () => {
  expect(mayEditSteps(SETTINGS)).toBe(true);
  const [first, ...rest] = SETTINGS.steps;
  if (first === undefined) throw new Error('no step');
  const masked = { ...first, actions: first.actions.map((action) => ({ ...action, text: 'Call +1••••••0123' })) };
  expect(mayEditSteps({ ...SETTINGS, steps: [masked, ...rest] })).toBe(false);
});

it('says what is otherwise between two versions, step by step and topic by topic', () => {
  const after = { ...SETTINGS, lateSeconds: 0, steps: SETTINGS.steps.slice(0, 1) };
  expect(versionChanges(SETTINGS, after, 'USD').map(({ topic, is }) => [topic, is.slice(0, 32)])).toEqual([
    ['Step 2h-call', ''],
    ['Late', 'What falls behind is not sent an'],
  ]);
});
