/** Parts of the installation on which something is done, as the trail names them: the first word of an action. */
export const AREAS: readonly (readonly [prefix: string, words: string])[] = [
  ['campaign.', 'Campaigns'],
  ['import.', 'Lists'],
  ['retry.', 'Retries'],
  ['failure.', 'Failures'],
  ['review.', 'Reviews'],
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
  'order.number': 'ordered a number',
  'order.credit': 'bought credit',
  'order.release': 'gave a number back',
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
  'failure.assign': 'said who looks after failures',
  'failure.unassign': 'left failures to nobody',
  'review.assign': 'said who looks after a review',
  'review.unassign': 'left a review to nobody',
  'campaign.undo_launch': 'took a launch back',
  'campaign.test': 'sent a test of a campaign',
  'campaign.test_cancel': 'cancelled a test of a campaign',
  'retry.canary_stopped': 'stopped a retry by its canary',
};

const THINGS: Readonly<Record<string, string>> = {
  campaign: 'a campaign',
  import: 'a list',
  retry: 'a retry',
  failure: 'failures',
  attempt: 'a call or text',
  programme: 'a programme',
  series: 'a series',
  schedule: 'a recurring campaign',
  suppression: 'a suppression',
  suppression_list: 'a stop list',
  consent: 'a consent',
  credit: 'credit',
  order: 'an order',
  account: 'an account',
  number: 'a number',
  replies: 'the replies',
  template: 'a template',
  user: 'a person',
  key: 'an API key',
  webhook_endpoint: 'a webhook',
  webhook_delivery: 'a webhook delivery',
  mapping: 'a mapping',
  answer: 'an answer',
  review: 'a review',
};

const DONE: Readonly<Record<string, string>> = {
  abort: 'aborted',
  add: 'added',
  adjust: 'adjusted',
  archive: 'archived',
  assign: 'changed',
  attach_import: 'took a list into',
  budget: 'set the budget of',
  cancel: 'cancelled',
  change: 'changed',
  check: 'checked',
  commit: 'took in',
  create: 'made',
  decide_fixes: 'decided the fixes of',
  disable: 'turned off',
  edit: 'edited',
  edit_row: 'edited a row of',
  import: 'imported',
  launch: 'launched',
  lift: 'lifted',
  load: 'loaded',
  merge_rejects: 'merged rows into',
  pause: 'paused',
  plan: 'planned',
  recheck_consent: 'checked the consents of',
  reconcile: 'asked the provider about',
  record: 'recorded',
  remove: 'removed',
  rename: 'renamed',
  repair_zones: 'repaired the zones of',
  resolve: 'resolved',
  resolve_many: 'resolved many of',
  resume: 'resumed',
  retry: 'sent again',
  revoke: 'revoked',
  rotate_secret: 'made a new secret for',
  save: 'saved',
  set: 'changed',
  settings: 'changed the settings of',
  snooze: 'snoozed',
  split: 'split',
  start: 'started',
  start_upload: 'began to upload',
  stop: 'stopped',
  test: 'tested',
  throttle: 'changed the speed of',
  topup: 'topped up',
  undo: 'took back',
  upload: 'uploaded',
};

/** "paused a campaign": what was done, in words; "campaign: conjure" of an action that this version has no words for. */
export function actionWords(action: string): string {
  const known = WORDS[action];
  if (known !== undefined) return known;
  const [thing = '', verb = ''] = action.split(/\.(.*)/s);
  const [what, done] = [THINGS[thing], DONE[verb]];
  if (what !== undefined && done !== undefined) return `${done} ${what}`;
  const words = thing.replaceAll('_', ' ');
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
