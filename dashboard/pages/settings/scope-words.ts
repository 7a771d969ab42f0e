import type { Scope } from '../../api/session.ts';

/** What each scope lets its holder do, from the least on. */
export const SCOPES: readonly (readonly [Scope, string])[] = [
  ['read', 'See everything, with numbers hidden from people'],
  ['campaigns:write', 'Make, launch, pause and stop campaigns and reminders; retry failures'],
  ['imports:write', 'Upload and change lists'],
  ['consent:write', 'Suppress numbers, load stop lists, record consent, change replies'],
  ['phones:reveal', 'Look at whole numbers; each look is kept in the audit trail'],
  ['credits:write', 'Top up, buy and adjust credit'],
  ['accounts:write', 'Change accounts at providers, order and give back numbers'],
  ['keys:write', 'Make and revoke API keys, at most with what one has'],
  ['users:write', 'Invite people and change what they may do'],
  ['admin', 'Everything, webhooks too'],
];
