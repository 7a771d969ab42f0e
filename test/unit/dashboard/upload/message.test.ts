import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../../../domain/template.ts';
import { smsSegments } from '../../../../domain/sms-segments.ts';
import { plainly, withFallback, withOtherName } from '../../../../dashboard/pages/upload/message/message-form.ts';

const TEXT = 'Hi {{ name }}, {{name|upcase}} and {{- name -}}; {{ names }} stays.';

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
