import { describe, expect, it } from 'vitest';
import {
  backOf as moveBack,
  mayEditVariables,
  patchOf,
} from '../../../../dashboard/pages/reminders/appointment/move-form.ts';
import {
  bookingOf,
  emptyForm,
  hasPhone,
  idOf,
  lackingOf,
  neededOf,
  phoneProblem,
  withLacking,
  withSuggestion,
} from '../../../../dashboard/pages/reminders/book/one-form.ts';
import { inShort, fieldProblems } from '../../../../dashboard/pages/reminders/changes/field-problems.ts';
import { ApiProblem } from '../../../../dashboard/api/problem.ts';
import { each } from '../../../../dashboard/pages/reminders/missed/each.ts';

const FORM = { ...emptyForm('visit'), phone: '+1 (312) 555-0142', date: '2026-11-01', time: '01:30' };

describe('the form of a booking', () => {
  it('sends what was told and nothing that was not', () => {
    expect(bookingOf(FORM)).toEqual({ phone: '+13125550142', startsAt: '2026-11-01 01:30' });
    expect(
      bookingOf({ ...FORM, name: ' Ann ', zone: 'America/Chicago', variables: { doctor: 'X', room: '' } }),
    ).toEqual({
      phone: '+13125550142',
      startsAt: '2026-11-01 01:30',
      name: 'Ann',
      zone: 'America/Chicago',
      variables: { doctor: 'X' },
    });
  });

  it('has one id, whatever is typed into it and however often it is sent, unless one is given', () => {
    expect(idOf(FORM)).toMatch(/^visit-[a-z]{16}$/);
    expect(idOf({ ...FORM, phone: '+13125550199', time: '02:30' })).toBe(idOf(FORM));
    expect(idOf({ ...FORM, externalId: ' visit-1 ' })).toBe('visit-1');
  });

  it('has an id in which no digit of the number stands, and which another form has not', () => {
    expect(idOf(FORM)).not.toMatch(/\d/);
    const ids = Array.from({ length: 100 }, () => idOf(emptyForm('series')));
    expect(new Set(ids).size).toBe(100);
  });

  it('takes an offered time with its offset as it is, and one without as date and time', () => {
    const exact = withSuggestion(FORM, '2026-11-01T01:30-06:00', '/startsAt');
    expect(bookingOf(exact).startsAt).toBe('2026-11-01T01:30-06:00');
    const wall = withSuggestion(exact, '2026-03-08 03:00', '/startsAt');
    expect(bookingOf(wall).startsAt).toBe('2026-03-08 03:00');
    expect(withSuggestion(FORM, 'America/Denver', '/zone').zone).toBe('America/Denver');
  });

  it('says what is wrong with a number, and all that is still to be told', () => {
    const wrong = /country code/;
    expect(['12', '2025550123', '+1 202 555'].map((phone) => phoneProblem(phone))).toEqual([
      expect.stringMatching(wrong),
      expect.stringMatching(wrong),
      undefined,
    ]);
    expect([phoneProblem(''), hasPhone(''), hasPhone('+1 (202) 555-0123')]).toEqual([undefined, false, true]);
    const empty = emptyForm('visit');
    expect(neededOf(empty, empty, ['doctor'])).toEqual({
      '/phone': 'phone',
      '/date': 'date',
      '/time': 'time',
      '/variables/doctor': 'doctor',
    });
    expect(neededOf({ ...FORM, phone: '12' }, FORM, [])).toEqual({ '/phone': 'a whole phone number' });
    expect(neededOf(FORM, FORM, [])).toEqual({});
  });

  it('looks at the plan with what is lacking made up, and never sends that', () => {
    expect(lackingOf(FORM, ['doctor'])).toEqual(['doctor']);
    expect(withLacking(FORM, ['doctor']).variables).toEqual({ doctor: '[doctor]' });
    expect(bookingOf(FORM).variables).toBeUndefined();
  });
});

describe('a move', () => {
  const appointment = {
    startsAt: '2026-12-09T15:30:00.000Z',
    zone: 'America/Chicago',
    name: 'Ann',
    variables: { doctor: 'X' },
  };
  const form = {
    date: '2026-12-09',
    time: '09:30',
    zone: 'America/Chicago',
    recipientZone: '',
    fold: undefined,
    exact: undefined,
    name: 'Ann',
    variables: { doctor: 'X' },
  };

  it('says only what is otherwise, and what takes that back', () => {
    expect(patchOf(form, appointment)).toEqual({});
    const patch = patchOf({ ...form, time: '11:00', name: '' }, appointment);
    expect(patch).toEqual({ startsAt: '2026-12-09 11:00', name: null });
    expect(moveBack(patch, appointment)).toEqual({
      startsAt: '2026-12-09T15:30:00.000Z',
      zone: 'America/Chicago',
      name: 'Ann',
    });
  });

  it('leaves variables alone that hold a masked number: they are sent all together', () => {
    expect(mayEditVariables(form)).toBe(true);
    expect(mayEditVariables({ variables: { desk: '+1••••••0123' } })).toBe(false);
  });
});

describe('what is refused', () => {
  it('stands at its field, in short', () => {
    const problem = new ApiProblem({
      status: 422,
      code: 'time_ambiguous',
      detail: 'the clocks go back and show 01:30 twice; say which one is meant',
      details: { pointer: '/startsAt' },
      errors: [{ pointer: '/body/name', message: 'Too long.' }],
      atMs: 0,
    });
    expect(fieldProblems(problem)).toEqual({
      '/startsAt': 'The clocks go back and show 01:30 twice.',
      '/name': 'Too long.',
    });
    expect(inShort('Is that so?')).toBe('Is that so?');
  });

  it('stops none of the others when several are asked for, and no more than four are on their way at once', async () => {
    let [running, most] = [0, 0];
    const { done, failed } = await each([1, 2, 3, 4, 5, 6, 7, 8, 9], async (item) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
      if (item % 3 === 0) throw new Error(`not ${item}`);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 4, 5, 7, 8]);
    expect(failed.map(({ words }) => words).toSorted()).toEqual(['not 3', 'not 6', 'not 9']);
    expect(most).toBe(4);
  });
});
