/** Parts of the installation on which something is done, as the trail names them: the first word of an action. */
export const AREAS: readonly (readonly [prefix: string, words: string])[] = [
  ['campaign.', 'Campaigns'],
  ['import.', 'Lists'],
  ['retry.', 'Retries'],
  ['failure.', 'Failures'],
  ['attempt.', 'Calls and texts'],
  ['programme.', 'Reminder programmes'],
  ['series.', 'Series'],
  ['schedule.', 'Recurring campaigns'],
  ['suppression.', 'Suppressions'],
  ['suppression_list.', 'Stop lists'],
  ['consent.', 'Consents'],
  ['phone.', 'Numbers revealed'],
  ['phones.', 'Numbers exported'],
  ['credit.', 'Credit'],
  ['order.', 'Orders'],
  ['account.', 'Accounts'],
  ['number.', 'Our numbers'],
  ['replies.', 'Replies'],
  ['template.', 'Templates'],
  ['user.', 'People'],
  ['session.', 'Sign-ins'],
  ['key.', 'API keys'],
  ['webhook_endpoint.', 'Webhooks'],
  ['installation.', 'Stop and start of everything'],
  ['rules.', 'Rules of law'],
];

const WORDS: Readonly<Record<string, string>> = {
  'session.begin': 'signed in',
  'session.end': 'signed out',
  'phone.reveal': 'looked at a whole number',
  'phones.export': 'exported whole numbers',
  'installation.stop': 'stopped all dialing',
  'installation.start': 'started dialing again',
  'rules.adopt': 'took other rules of law into force',
  'account.set_pace': 'changed the pace of an account',
  'account.rotate_key': "changed an account's key",
  'account.register_callbacks': 'registered callbacks',
  'numbers.sync': 'read the numbers of an account',
  'user.link': 'made a new link for a person',
  'user.invite': 'invited a person',
  'user.password': 'set a password',
  'user.first_admin_link': 'made the link for the first administrator',
  'failure.unresolve': 'opened resolved failures again',
  'failure.wake': 'ended a snooze',
  'campaign.undo_launch': 'took a launch back',
  'retry.canary_stopped': 'stopped a retry by its canary',
};

const THINGS: Readonly<Record<string, string>> = {
  suppression_list: 'stop list',
  webhook_endpoint: 'webhook',
  webhook_delivery: 'webhook delivery',
  key: 'API key',
  mapping: 'saved mapping',
  order: 'order',
};

/** "paused a campaign": what was done, in words; "campaign.pause" of an action that this version has no words for. */
export function actionWords(action: string): string {
  const known = WORDS[action];
  if (known !== undefined) return known;
  const [thing = '', verb = ''] = action.split(/\.(.*)/s);
  const words = (THINGS[thing] ?? thing).replaceAll('_', ' ');
  return verb === '' ? words : `${words}: ${verb.replaceAll('_', ' ')}`;
}

const COUNTS = ['count', 'contacts', 'numbers', 'rows', 'added', 'lifted', 'recorded', 'members', 'wokenRuns'];

/** How many it was done to, where the details say so. */
export function countOf(details: Readonly<Record<string, unknown>>): number | undefined {
  for (const name of COUNTS) {
    const value = details[name];
    if (typeof value === 'number') return value;
  }
  return undefined;
}
