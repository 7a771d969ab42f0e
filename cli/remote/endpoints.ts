import * as access from '../../api/schemas/access.ts';
import * as accounts from '../../api/schemas/accounts.ts';
import * as appointmentDetails from '../../api/schemas/appointment-detail.ts';
import * as appointmentLists from '../../api/schemas/appointment-lists.ts';
import * as appointments from '../../api/schemas/appointments.ts';
import * as audit from '../../api/schemas/audit.ts';
import * as blackouts from '../../api/schemas/blackouts.ts';
import * as tests from '../../api/schemas/campaign-tests.ts';
import * as campaigns from '../../api/schemas/campaigns.ts';
import { page } from '../../api/schemas/common.ts';
import * as consent from '../../api/schemas/consent.ts';
import * as consents from '../../api/schemas/consents.ts';
import * as contacts from '../../api/schemas/contacts.ts';
import * as credits from '../../api/schemas/credits.ts';
import * as events from '../../api/schemas/events.ts';
import * as explain from '../../api/schemas/explain.ts';
import * as inspections from '../../api/schemas/import-inspection.ts';
import * as imports from '../../api/schemas/imports.ts';
import * as numbers from '../../api/schemas/numbers.ts';
import * as schedules from '../../api/schemas/schedules.ts';
import * as programmes from '../../api/schemas/programmes.ts';
import * as series from '../../api/schemas/series.ts';
import * as suppressions from '../../api/schemas/suppressions.ts';
import * as reminderLists from '../../api/schemas/reminder-lists.ts';
import * as replies from '../../api/schemas/replies.ts';
import * as retries from '../../api/schemas/retries.ts';
import * as reviews from '../../api/schemas/reviews.ts';
import * as repairs from '../../api/schemas/repairs.ts';
import * as templates from '../../api/schemas/templates.ts';
import * as users from '../../api/schemas/users.ts';
import { z } from 'zod';
import { get, once, send } from './endpoint.ts';

const NOTHING = z.undefined();

/** Every address of the API that a command uses. */
export const API = {
  listAccounts: get('/accounts', page(accounts.account)),
  addAccount: once('/accounts', accounts.newAccount, accounts.createdAccount),
  changeAccount: send('PATCH', '/accounts/:accountId', accounts.accountChange, consent.done),
  checkAccount: send('POST', '/accounts/:accountId/check', NOTHING, accounts.accountCheck),
  registerCallbacks: send('POST', '/accounts/:accountId/callbacks', NOTHING, accounts.callbacks),
  rotateAccountKey: send('POST', '/accounts/:accountId/rotate-key', accounts.rotateKeyBody, consent.done),
  setPace: send('PUT', '/accounts/:accountId/pace', accounts.paceBody, consent.done),
  stopAccount: send('POST', '/accounts/:accountId/stop', accounts.optionalReason, accounts.stopped),
  startAccount: send('POST', '/accounts/:accountId/start', NOTHING, accounts.started),
  resumeAccount: send('POST', '/accounts/:accountId/resume', accounts.optionalReason, accounts.woken),
  stopAll: send('POST', '/stop-all', accounts.optionalReason, accounts.stopped),
  startAll: send('POST', '/start-all', NOTHING, accounts.started),
  listOrders: get('/orders', page(accounts.order)),
  resolveOrder: send('POST', '/orders/:orderId/resolve', accounts.resolveOrderBody, accounts.resolvedOrder),

  createKey: once('/keys', access.newKey, access.createdKey),
  listKeys: get('/keys', access.keyList),
  revokeKey: send('DELETE', '/keys/:keyId', NOTHING, consent.done),

  listUsers: get('/users', users.userList),
  inviteUser: once('/users', users.newUser, users.invitedUser),
  changeUser: send('PATCH', '/users/:userId', users.userChange, users.user),
  resetUser: once('/users/:userId/reset', NOTHING, users.userLink),

  listAudit: get('/audit', page(audit.auditEntry)),
  listEvents: get('/events', events.eventFeed),
  listEndpoints: get('/webhook-endpoints', events.endpointList),
  addEndpoint: once('/webhook-endpoints', events.newEndpoint, events.createdEndpoint),
  changeEndpoint: send('PATCH', '/webhook-endpoints/:endpointId', events.endpointChange, events.changedEndpoint),
  removeEndpoint: send('DELETE', '/webhook-endpoints/:endpointId', NOTHING, events.changedEndpoint),
  rotateEndpointSecret: send('POST', '/webhook-endpoints/:endpointId/rotate-secret', NOTHING, events.rotatedSecret),
  testEndpoint: send('POST', '/webhook-endpoints/:endpointId/test', NOTHING, events.testSent),
  listDeliveries: get('/webhook-endpoints/:endpointId/deliveries', page(events.delivery)),
  retryDelivery: send('POST', '/webhook-endpoints/:endpointId/deliveries/:eventId/retry', NOTHING, consent.done),

  startUpload: once('/imports/uploads', imports.startUploadBody, imports.uploadOffset),
  sendPiece: send('PUT', '/imports/:importId/content', NOTHING, imports.uploadOffset),
  uploadOffset: get('/imports/:importId/content', imports.receiving),
  finishUpload: send('POST', '/imports/:importId/content/finish', imports.finishBody, imports.finishedUpload),
  listImports: get('/imports', page(imports.importView)),
  getImport: get('/imports/:importId', imports.importView),
  inspectImport: get('/imports/:importId/inspect', inspections.inspection),
  changeImport: send('PATCH', '/imports/:importId', imports.draftChange, imports.changedDraft),
  checkImport: send('POST', '/imports/:importId/check', imports.startCheckBody, imports.startedStep),
  groupProblems: get('/imports/:importId/problems/groups', imports.problemGroups),
  listProblems: get('/imports/:importId/problems', page(imports.problemView)),
  decideFixes: send('POST', '/imports/:importId/fixes', imports.fixesBody, imports.changedDraft),
  editRow: send('PATCH', '/imports/:importId/rows/:rowNumber', imports.cellsBody, imports.editedRow),
  mergeRejects: send('POST', '/imports/:importId/rejects', NOTHING, imports.mergedRejects),
  commitImport: once('/imports/:importId/commit', imports.commitBody, imports.startedCommit),
  undoImport: send('POST', '/imports/:importId/undo', imports.undoBody, imports.startedUndo),
  listKept: get('/imports/:importId/kept', page(imports.keptContact)),
  cancelImport: send('POST', '/imports/:importId/cancel', NOTHING, imports.cancelledImport),
  listMappings: get('/import-mappings', inspections.savedMappings),
  saveMapping: once('/import-mappings', inspections.newMapping, inspections.savedMapping),
  removeMapping: send('DELETE', '/import-mappings/:mappingId', NOTHING, consent.done),
  stopList: once('/campaigns/:campaignId/stop-list', NOTHING, imports.startedImport),

  previewSchedule: send('POST', '/schedules', schedules.newSchedule, schedules.schedulePreview),
  createSchedule: once('/schedules', schedules.newSchedule, schedules.schedule),
  listSchedules: get('/schedules', page(schedules.schedule)),
  getSchedule: get('/schedules/:scheduleId', schedules.schedule),
  changeSchedule: send('PATCH', '/schedules/:scheduleId', schedules.scheduleChange, schedules.schedule),
  pauseSchedule: send('POST', '/schedules/:scheduleId/pause', schedules.scheduleReason, schedules.schedule),
  resumeSchedule: send('POST', '/schedules/:scheduleId/resume', schedules.scheduleReason, schedules.schedule),
  removeSchedule: send('DELETE', '/schedules/:scheduleId', schedules.scheduleReason, schedules.schedule),

  createCampaign: once('/campaigns', campaigns.newCampaign, campaigns.createdCampaign),
  listCampaigns: get('/campaigns', page(campaigns.campaign)),
  getCampaign: get('/campaigns/:campaignId', campaigns.campaignDetail),
  changeSettings: send('PATCH', '/campaigns/:campaignId/settings', campaigns.settingsChange, campaigns.changedSettings),
  previewSettings: send(
    'POST',
    '/campaigns/:campaignId/settings/preview',
    campaigns.settingsChange,
    campaigns.settingsPreview,
  ),
  addBlackouts: send('POST', '/campaigns/:campaignId/blackouts', NOTHING, blackouts.addedBlackouts),
  removeBlackouts: send(
    'DELETE',
    '/campaigns/:campaignId/blackouts',
    blackouts.removeBlackoutsBody,
    blackouts.removedBlackouts,
  ),
  attachImport: once('/campaigns/:campaignId/imports', campaigns.attachImportBody, campaigns.attachedImport),
  launch: once('/campaigns/:campaignId/launch', campaigns.launchBody, campaigns.launched),
  sendTest: once(
    '/campaigns/:campaignId/tests',
    tests.newTest,
    z.discriminatedUnion('kind', [tests.testPreview, tests.sentTest]),
  ),
  listTests: get('/campaigns/:campaignId/tests', tests.campaignTests),
  showTest: get('/campaigns/:campaignId/tests/:testId', tests.campaignTest),
  cancelTest: send('POST', '/campaigns/:campaignId/tests/:testId/cancel', NOTHING, tests.cancelledTest),
  undoLaunch: send('POST', '/campaigns/:campaignId/undo-launch', NOTHING, campaigns.undoneLaunch),
  pause: send('POST', '/campaigns/:campaignId/pause', campaigns.reasonBody, campaigns.controlled),
  resume: send('POST', '/campaigns/:campaignId/resume', NOTHING, campaigns.controlled),
  cancel: send('POST', '/campaigns/:campaignId/cancel', campaigns.reasonBody, campaigns.controlled),
  progress: get('/campaigns/:campaignId/progress', campaigns.progress),
  estimate: get('/campaigns/:campaignId/estimate', campaigns.estimate),

  listAppointments: get('/appointments', appointmentLists.appointmentPage),
  showAppointment: get('/programmes/:programmeId/appointments/:externalId', appointmentDetails.appointmentDetail),
  putAppointment: send(
    'PUT',
    '/programmes/:programmeId/appointments/:externalId',
    appointments.booking,
    appointments.changedAppointment,
  ),
  previewAppointment: send(
    'POST',
    '/programmes/:programmeId/appointments/:externalId/preview',
    appointments.booking,
    appointments.previewedAppointment,
  ),
  patchAppointment: send(
    'PATCH',
    '/programmes/:programmeId/appointments/:externalId',
    appointments.bookingPatch,
    appointments.changedAppointment,
  ),
  restoreAppointment: send(
    'POST',
    '/programmes/:programmeId/appointments/:externalId/restore',
    appointments.restoreBody,
    appointments.changedAppointment,
  ),
  cancelAppointment: send(
    'DELETE',
    '/programmes/:programmeId/appointments/:externalId',
    NOTHING,
    appointments.changedAppointment,
  ),
  skipSteps: send(
    'POST',
    '/programmes/:programmeId/appointments/:externalId/skip',
    appointments.skipBody,
    appointments.changedAppointment,
  ),
  sendNow: once(
    '/programmes/:programmeId/appointments/:externalId/send-now',
    appointments.sendNowBody,
    appointments.changedAppointment,
  ),
  reminderLoad: get('/reminders/load', reminderLists.reminderLoad),
  listMissed: get('/reminders/missed', reminderLists.missedPage),

  listContacts: get('/contacts', page(contacts.contact)),
  getContact: get('/contacts/:contactId', contacts.contactHistory),
  explainContact: get('/contacts/:contactId/explain', explain.explanation),
  explainPhone: get('/explain', explain.explainedPhone),
  campaignReasons: get('/campaigns/:campaignId/explain', explain.campaignReasons),
  dryRun: send('POST', '/campaigns/:campaignId/dry-run', explain.dryRunBody, explain.dryRun),
  listAttempts: get('/attempts', page(contacts.attempt)),
  getAttempt: get('/attempts/:attemptId', contacts.attempt),
  resolveAttempt: send('POST', '/attempts/:attemptId/resolve', contacts.resolveBody, contacts.accepted),

  balances: get('/ledger/balances', credits.balanceList),
  listEntries: get('/ledger/entries', page(credits.entry)),
  topUp: once('/ledger/topups', credits.topUpBody, credits.creditMoved),
  adjustCredit: once('/ledger/adjustments', credits.adjustBody, credits.creditMoved),
  syncBalance: send('POST', '/ledger/sync', credits.syncBalanceBody, credits.syncedBalance),
  purchaseCredit: once('/ledger/purchases', credits.purchaseBody, accounts.orderResult),

  listNumbers: get('/numbers', numbers.numberList),
  syncNumbers: send('POST', '/numbers/sync', numbers.syncBody, numbers.synced),
  assignNumber: send('POST', '/numbers/:numberId/assign', numbers.assignBody, consent.done),
  provisionNumber: once('/numbers/provision', numbers.provisionBody, accounts.orderResult),
  releaseNumber: once('/numbers/:numberId/release', numbers.releaseBody, accounts.orderResult),

  listSeries: get('/programmes/:programmeId/series', page(series.series)),
  showSeries: get('/programmes/:programmeId/series/:externalId', series.series),
  putSeries: send('PUT', '/programmes/:programmeId/series/:externalId', series.seriesBody, series.changedSeries),
  endSeries: send('DELETE', '/programmes/:programmeId/series/:externalId', NOTHING, series.changedSeries),
  pauseSeries: send(
    'POST',
    '/programmes/:programmeId/series/:externalId/pause',
    series.seriesReasonBody,
    series.changedSeries,
  ),
  resumeSeries: send(
    'POST',
    '/programmes/:programmeId/series/:externalId/resume',
    series.seriesReasonBody,
    series.changedSeries,
  ),
  splitSeries: send(
    'POST',
    '/programmes/:programmeId/series/:externalId/split',
    series.splitSeriesBody,
    series.changedSeries,
  ),
  skipOnce: send(
    'POST',
    '/programmes/:programmeId/series/:externalId/skip-once',
    series.skipOnceBody,
    appointments.changedAppointment,
  ),

  createProgramme: once('/programmes', programmes.newProgramme, programmes.createdProgramme),
  listProgrammes: get('/programmes', page(programmes.programme)),
  getProgramme: get('/programmes/:programmeId', programmes.programmeDetail),
  changeProgramme: send(
    'PATCH',
    '/programmes/:programmeId',
    programmes.changeProgrammeBody,
    programmes.changedProgramme,
  ),
  programmeVersions: get('/programmes/:programmeId/versions', page(programmes.programmeVersion)),
  pauseProgramme: send('POST', '/programmes/:programmeId/pause', programmes.reasonBody, programmes.controlledProgramme),
  resumeProgramme: send('POST', '/programmes/:programmeId/resume', NOTHING, programmes.controlledProgramme),
  archiveProgramme: send(
    'POST',
    '/programmes/:programmeId/archive',
    programmes.reasonBody,
    programmes.archivedProgramme,
  ),

  listSuppressions: get('/suppressions', page(suppressions.suppression)),
  suppress: once('/suppressions', suppressions.suppressBody, suppressions.suppressed),
  importSuppressions: once(
    '/suppressions/import',
    suppressions.importSuppressionsBody,
    suppressions.importedSuppressions,
  ),
  liftSuppression: send('POST', '/suppressions/:suppressionId/lift', suppressions.liftBody, consent.done),
  listSuppressionLists: get('/suppression-lists', suppressions.suppressionLists),
  getSuppressionList: get('/suppression-lists/:name', suppressions.suppressionListDetail),
  loadSuppressionList: send('PUT', '/suppression-lists/:name', NOTHING, suppressions.loadedList),
  removeSuppressionList: send(
    'DELETE',
    '/suppression-lists/:name',
    suppressions.removeListBody,
    suppressions.removedList,
  ),

  reviewZones: get('/campaigns/:campaignId/review/zones', repairs.zoneReview),
  repairZones: send('POST', '/campaigns/:campaignId/review/zones/repair', repairs.zoneRepairBody, repairs.zoneRepair),
  reviewConsent: get('/campaigns/:campaignId/review/consent', repairs.consentReview),
  recheckConsent: send(
    'POST',
    '/campaigns/:campaignId/review/consent/recheck',
    repairs.recheckBody,
    repairs.consentRecheck,
  ),

  consentOf: get('/consents', consents.consentOfPhone),
  recordConsents: once('/consents', consents.recordConsentsBody, consents.recordedConsents),
  revokeConsent: once('/consents/revoke', consents.revokeConsentBody, consents.revokedConsent),

  planRetry: once('/retries/plan', retries.newRetry, retries.retry),
  retryAgain: once('/retries/:retryId/again', retries.againBody, retries.retry),
  listRetries: get('/retries', page(retries.retry)),
  showRetry: get('/retries/:retryId', retries.retry),
  retryResults: get('/retries/:retryId/results', retries.retryResults),
  listRetryMembers: get('/retries/:retryId/members', page(retries.retryMember)),
  startRetry: once('/retries/:retryId/start', NOTHING, retries.startedRetry),
  pauseRetry: send('POST', '/retries/:retryId/pause', retries.whyBody, retries.controlledRetry),
  resumeRetry: send('POST', '/retries/:retryId/resume', retries.whyBody, retries.controlledRetry),
  abortRetry: send('POST', '/retries/:retryId/abort', retries.whyBody, retries.abortedRetry),
  throttleRetry: send('PATCH', '/retries/:retryId', retries.throttleBody, retries.retry),

  listReviews: get('/reviews', page(reviews.review)),
  confirmReview: send('POST', '/reviews/:reviewId/confirm', reviews.confirmBody, reviews.decidedReview),
  decideReview: send('POST', '/reviews/:reviewId/decide', reviews.decideBody, reviews.decidedAnswer),
  dismissReview: send('POST', '/reviews/:reviewId/dismiss', reviews.dismissBody, reviews.decidedReview),
  getReplies: get('/replies', replies.repliesView),
  setReplies: send('PUT', '/replies', replies.repliesBody, replies.repliesView),
  getNumberReplies: get('/numbers/:numberId/replies', replies.repliesView),
  setNumberReplies: send('PUT', '/numbers/:numberId/replies', replies.repliesBody, replies.repliesView),

  listTemplates: get('/templates', templates.templateList),
  createTemplate: once('/templates', templates.newTemplate, templates.createdTemplate),
} as const;

export const DOWNLOADS = {
  campaign: '/campaigns/:campaignId/export.csv',
  rejects: '/imports/:importId/rejects.csv',
} as const;
