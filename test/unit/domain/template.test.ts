import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smsSegments } from '../../../domain/sms-segments.ts';
import { compileTemplate, renderTemplate } from '../../../domain/template.ts';

describe('compileTemplate', () => {
  it('lists the variables that a text uses, once each', () => {
    expect(compileTemplate('Hi {{ name }}, {{ city | upcase }}. {{ name }}!{% if vip %} VIP{% endif %}')).toEqual({
      ok: true,
      variables: ['city', 'name', 'vip'],
    });
  });

  it('does not list what the template itself assigns', () => {
    expect(compileTemplate('{% assign greeting = "Hi" %}{{ greeting }} {{ name }}')).toEqual({
      ok: true,
      variables: ['name'],
    });
  });

  it.each(['Hi {{ name', '{% if name %}Hi', '{% nosuchtag %}', 'Hi {{ name | }} {% endfor %}'])(
    'says what is wrong with %s',
    (source) => {
      expect(compileTemplate(source)).toMatchObject({ ok: false, problem: { code: 'syntax' } });
    },
  );

  it.each(['{% include "x" %}', '{%- render "x" %}', '{% layout "x" %}'])('reads no file: %s', (source) => {
    expect(compileTemplate(source)).toMatchObject({ ok: false, problem: { code: 'tag_not_allowed' } });
  });
});

describe('renderTemplate', () => {
  it('fills in values', () => {
    expect(renderTemplate('Hi {{ name }}!', { name: 'Ada' })).toEqual({ ok: true, text: 'Hi Ada!' });
  });

  it('names what is missing and never leaves a gap', () => {
    expect(renderTemplate('Hi {{ name }} of {{ city }}', { name: ' ' })).toMatchObject({
      ok: false,
      missing: ['city', 'name'],
    });
    expect(renderTemplate('Hi {{ name }} of {{ city }}', { name: 'Ada' })).toMatchObject({
      ok: false,
      missing: ['city'],
    });
  });

  it('lets the template say what holds when a value is missing', () => {
    expect(renderTemplate('Hi {{ name | default: "there" }}', {})).toEqual({ ok: true, text: 'Hi there' });
    expect(renderTemplate('Hi{% if name %} {{ name }}{% endif %}', {})).toEqual({ ok: true, text: 'Hi' });
    expect(renderTemplate('{{ name | default: "you" }} {{ city }}', {})).toMatchObject({ missing: ['city'] });
  });

  it('renders nothing of the prototype', () => {
    expect(renderTemplate('{{ constructor }}{{ toString }}', {})).toMatchObject({ ok: false });
    expect(renderTemplate('{{ name.constructor }}', { name: 'Ada' })).toMatchObject({ ok: false });
  });

  it('stops a template that would run for ever or grow without bound', () => {
    expect(renderTemplate('{% for i in (1..100000000) %}x{% endfor %}', {})).toMatchObject({
      ok: false,
      code: 'failed',
    });
    expect(renderTemplate('{{ a }}', { a: 'x'.repeat(1_601) })).toMatchObject({ ok: false, code: 'too_long' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{{', '}}', '{%', '%}', ' ', 'name', 'if', '|', '"', 'for', 'x') }),
        (source) => {
          expect(['boolean']).toContain(typeof renderTemplate(source, { name: 'Ada' }).ok);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('smsSegments', () => {
  it.each<[string, number, string]>([
    ['a'.repeat(160), 1, 'GSM-7'],
    ['a'.repeat(161), 2, 'GSM-7'],
    ['ä'.repeat(70), 1, 'GSM-7'],
    ['—'.repeat(70), 1, 'UCS-2'],
    ['—'.repeat(71), 2, 'UCS-2'],
    ['', 1, 'GSM-7'],
  ])('counts %s', (text, segments, encoding) => {
    expect(smsSegments(text)).toMatchObject({ segments, encoding });
  });

  it('names the characters that cost the cheaper encoding', () => {
    expect(smsSegments('It’s “here”').unicodeCharacters).toEqual(['’', '“', '”']);
  });
});
