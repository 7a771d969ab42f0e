import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../../../domain/template.ts';
import { smsSegments } from '../../../../domain/sms-segments.ts';
import {
  newForm,
  plainly,
  withFallback,
  withNumbers,
  withOtherName,
} from '../../../../dashboard/pages/upload/message/message-form.ts';
import type { OurNumber } from '../../../../dashboard/pages/upload/queries.ts';

const TEXT = 'Hi {{ name }}, {{name|upcase}} and {{- name -}}; {{ names }} stays.';

const number = (id: string, status: OurNumber['status']): OurNumber => ({
  id,
  accountId: 'a',
  accountName: 'A',
  providerRef: 'p',
  phone: '+12125550100',
  label: null,
  agentRef: `agent of ${id}`,
  agentName: null,
  status,
  syncedAt: null,
});

describe('a message that is typed before the numbers are there', () => {
  it('comes from the first number as soon as they are, and keeps what was typed', () => {
    const typed = { ...newForm('people.csv', []), name: 'My words' };
    expect(typed.steps).toMatchObject([{ numberId: '' }]);
    expect(withNumbers(typed, [])).toEqual(typed);
    const numbers = [number('old', 'released'), number('first', 'active'), number('second', 'active')];
    expect(withNumbers(typed, numbers)).toMatchObject({
      name: 'My words',
      steps: [{ channel: 'call', numberId: 'first', agentRef: 'agent of first' }],
    });
  });

  it('keeps the number and the agent that somebody chose', () => {
    const [step] = newForm('people.csv', []).steps;
    const chosen = { name: 'N', purpose: '' as const, steps: step ? [{ ...step, numberId: 'second' }] : [] };
    expect(withNumbers(chosen, [number('first', 'active')])).toBe(chosen);
    const named = { ...chosen, steps: chosen.steps.map((one) => ({ ...one, numberId: '', agentRef: 'mine' })) };
    expect(withNumbers(named, [number('first', 'active')]).steps).toMatchObject([
      { numberId: 'first', agentRef: 'mine' },
    ]);
  });
});

describe('repairs of a message', () => {
  it('gives a name something to say where it is empty, everywhere, and only that name', () => {
    const text = withFallback(TEXT, 'name', 'there "friend"');
    expect(renderTemplate(text, { names: 'N' })).toEqual({
      ok: true,
      text: "Hi there 'friend', there 'friend' and there 'friend'; N stays.",
    });
  });

  it('puts another name in its place, with its filters', () => {
    expect(renderTemplate(withOtherName(TEXT, 'name', 'who'), { who: 'Ada', names: 'N' })).toEqual({
      ok: true,
      text: 'Hi Ada, ADA andAda; N stays.',
    });
  });

  it('writes typographic characters so that a text costs fewer segments', () => {
    const text = 'It’s “ready” – today…';
    expect(smsSegments(text).encoding).toBe('UCS-2');
    expect(smsSegments(plainly(text))).toMatchObject({ encoding: 'GSM-7', unicodeCharacters: [] });
  });
});
