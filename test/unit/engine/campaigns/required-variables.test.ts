import { expect, it } from 'vitest';
import { variablesOf } from '../../../../engine/campaigns/required-variables.ts';

const withText = (text: string) => variablesOf({ steps: [{ channel: 'sms', accountId: 'a', numberId: 'n', text }] });

it('needs what has no fallback, and not what has one', () => {
  expect(
    withText('Hi {{ name }}, {{ city | default: "there" }}{% if plan %} on {{ plan }}{% endif %}').required,
  ).toEqual(['name']);
});

it('needs what only one of several places needs', () => {
  expect(withText('{{ a | default: "x" }} {{ a }}').required).toEqual(['a']);
});

it('collects over steps and agent variables, sorted', () => {
  const { required, unreadable } = variablesOf({
    steps: [
      { channel: 'call', accountId: 'a', numberId: 'n', variables: { who: '{{ name }}', where: '{{ city }}' } },
      { channel: 'sms', accountId: 'a', numberId: 'n', text: 'for {{ amount }}' },
    ],
  });
  expect(required).toEqual(['amount', 'city', 'name']);
  expect(unreadable).toEqual([]);
});

it('points at a template that cannot be read', () => {
  expect(withText('Hi {{ name').unreadable).toEqual([{ pointer: '/steps/0/text', message: expect.any(String) }]);
});
