import { expect, it } from 'vitest';
import { ADMIN_ABOVE, mayLaunch, NAME_ABOVE } from '../../../domain/launch-limits.ts';

const of = (contacts: number) => ({ name: 'Spring recall', contacts });

it('lets a small list go at a click, and asks for the name of a larger one', () => {
  const by = { isAdmin: false, confirmName: undefined };
  expect(mayLaunch(of(NAME_ABOVE), by)).toBe('go');
  expect(mayLaunch(of(NAME_ABOVE + 1), by)).toBe('needs_name');
  expect(mayLaunch(of(NAME_ABOVE + 1), { ...by, confirmName: 'spring recall' })).toBe('needs_name');
  expect(mayLaunch(of(NAME_ABOVE + 1), { ...by, confirmName: 'Spring recall' })).toBe('go');
});

it('leaves the largest to an administrator, who types the name too', () => {
  const named = { confirmName: 'Spring recall' };
  expect(mayLaunch(of(ADMIN_ABOVE), { isAdmin: false, ...named })).toBe('go');
  expect(mayLaunch(of(ADMIN_ABOVE + 1), { isAdmin: false, ...named })).toBe('needs_admin');
  expect(mayLaunch(of(ADMIN_ABOVE + 1), { isAdmin: true, ...named })).toBe('go');
  expect(mayLaunch(of(ADMIN_ABOVE + 1), { isAdmin: true, confirmName: undefined })).toBe('needs_name');
});
