import type { User } from './queries.ts';

export const ROLES: readonly { value: User['role']; label: string; hint: string }[] = [
  { value: 'viewer', label: 'Viewer', hint: 'Sees everything, with numbers hidden. Changes nothing.' },
  {
    value: 'operator',
    label: 'Operator',
    hint: 'Runs campaigns and reminders, uploads, retries, suppresses, looks at whole numbers.',
  },
  {
    value: 'admin',
    label: 'Administrator',
    hint: 'Everything: credit, accounts, numbers, people, keys, webhooks, launches over the limit.',
  },
];
export const roleWords = (role: User['role']): string => ROLES.find(({ value }) => value === role)?.label ?? role;
