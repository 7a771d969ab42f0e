import type { World } from './world.ts';

/** A page or a state of one, as somebody would reach it. */
export interface Shot {
  name: string;
  path: string;
  /** Words that are there once it has loaded what it shows. */
  until?: string;
}

/** Pages that need nothing to be there: as they are on the first day. */
export const EMPTY: readonly Shot[] = [
  { name: 'empty-campaigns', path: '/campaigns' },
  { name: 'empty-reminders', path: '/reminders' },
  { name: 'empty-failures', path: '/failures' },
  { name: 'empty-retries', path: '/retries' },
  { name: 'empty-credits', path: '/credits' },
  { name: 'empty-numbers', path: '/numbers' },
  { name: 'empty-suppressions', path: '/suppressions' },
  { name: 'empty-reviews', path: '/reviews' },
];

/** Every page of a busy day. */
export const pagesOf = (world: World): Shot[] => {
  const { running, failed, paused, draft } = world.campaigns;
  return [
    { name: 'campaigns', path: '/campaigns' },
    { name: 'campaign-running', path: `/campaigns/${running}` },
    { name: 'campaign-done', path: `/campaigns/${failed}` },
    { name: 'campaign-paused', path: `/campaigns/${paused}` },
    { name: 'campaign-draft', path: `/campaigns/${draft}` },
    { name: 'campaign-contacts', path: `/campaigns/${failed}/contacts` },
    { name: 'campaign-failures', path: `/campaigns/${failed}/failures` },
    { name: 'campaign-settings', path: `/campaigns/${running}/settings` },
    { name: 'campaign-activity', path: `/campaigns/${running}/activity` },
    { name: 'contact', path: `/campaigns/${failed}/contacts?contact=${world.contactId}` },
    { name: 'upload-new', path: '/campaigns/new' },
    { name: 'uploads', path: '/uploads' },
    { name: 'upload-check', path: `/uploads/${world.draftImportId}` },
    { name: 'failures', path: '/failures' },
    { name: 'failure-group', path: '/failures/no_answer' },
    { name: 'retries', path: '/retries' },
    { name: 'retry-planned', path: `/retries/${world.retries.planned}` },
    { name: 'retry-running', path: `/retries/${world.retries.running}` },
    { name: 'reviews', path: '/reviews' },
    { name: 'reminders', path: '/reminders' },
    { name: 'reminders-missed', path: '/reminders/missed' },
    { name: 'reminders-book', path: '/reminders/new' },
    { name: 'reminders-series', path: '/reminders/series' },
    { name: 'appointment', path: `/reminders/appointments/${world.programmeId}/visit-00010` },
    { name: 'programmes', path: '/reminders/programmes' },
    { name: 'programme', path: `/reminders/programmes/${world.programmeId}` },
    { name: 'recurring', path: '/reminders/recurring' },
    { name: 'recurring-new', path: `/reminders/recurring/new?campaign=${world.campaigns.failed}` },
    { name: 'credits', path: '/credits' },
    { name: 'numbers', path: '/numbers' },
    { name: 'suppressions', path: '/suppressions' },
    { name: 'system', path: '/system' },
    { name: 'settings-profile', path: '/settings/profile' },
    { name: 'settings-keys', path: '/settings/keys' },
    { name: 'settings-users', path: '/settings/users' },
    { name: 'settings-accounts', path: '/settings/accounts' },
    { name: 'settings-rules', path: '/settings/rules' },
    { name: 'settings-templates', path: '/settings/templates' },
    { name: 'settings-replies', path: '/settings/replies' },
    { name: 'settings-webhooks', path: '/settings/webhooks' },
    { name: 'audit', path: '/audit' },
  ];
};

/** What a viewer may not do, and how the pages say it. */
export const viewedOnly = (world: World): Shot[] => [
  { name: 'viewer-campaign', path: `/campaigns/${world.campaigns.running}` },
  { name: 'viewer-failures', path: '/failures' },
  { name: 'viewer-upload', path: '/campaigns/new' },
  { name: 'viewer-users', path: '/settings/users' },
];

/** With the worker gone, and with answers that fail or never come. */
export const inTrouble = (world: World): Shot[] => [
  { name: 'campaigns', path: '/campaigns' },
  { name: 'campaign', path: `/campaigns/${world.campaigns.running}` },
  { name: 'failures', path: '/failures' },
  { name: 'reminders', path: '/reminders' },
  { name: 'system', path: '/system' },
];
