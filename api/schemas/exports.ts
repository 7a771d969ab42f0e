import { programme } from './appointment-words.ts';
import { listAppointmentsQuery } from './appointment-lists.ts';
import { listAuditQuery } from './audit.ts';
import { listConsentEventsQuery } from './consents.ts';
import { listAttemptsQuery, listContactsQuery } from './contacts.ts';
import { listEntriesQuery } from './credits.ts';
import { listCampaignsQuery } from './campaigns.ts';
import { listImportsQuery } from './imports.ts';
import { listNumbersQuery } from './numbers.ts';
import { listMissedQuery } from './reminder-lists.ts';
import { listMembersQuery, listRetriesQuery } from './retries.ts';
import { listReviewsQuery } from './reviews.ts';
import { listSeriesQuery } from './series.ts';
import { listSuppressionsQuery } from './suppressions.ts';

/** A list as CSV takes what its pages take, but for the page. */
const WITHOUT_PAGE = { cursor: true, limit: true } as const;
/** Long lists come in their own order: each page of another one looks at all of them. */
const WITHOUT_SORT = { ...WITHOUT_PAGE, sort: true, direction: true } as const;

export const exportAttempts = listAttemptsQuery.omit(WITHOUT_PAGE);
export const exportCampaignAttempts = exportAttempts.omit({ campaignId: true, assignee: true });
export const exportContacts = listContactsQuery.omit(WITHOUT_SORT);
export const exportMembers = listMembersQuery.omit(WITHOUT_PAGE).strict();
export const exportSuppressions = listSuppressionsQuery.omit(WITHOUT_PAGE);
export const exportConsents = listConsentEventsQuery.omit(WITHOUT_PAGE);
export const exportEntries = listEntriesQuery.omit(WITHOUT_PAGE);
export const exportAppointments = listAppointmentsQuery.omit(WITHOUT_SORT);
export const exportAudit = listAuditQuery.omit(WITHOUT_PAGE);
export const exportReviews = listReviewsQuery.omit(WITHOUT_PAGE);
export const exportNumbers = listNumbersQuery;
export const exportCampaigns = listCampaignsQuery.omit(WITHOUT_PAGE);
export const exportRetries = listRetriesQuery.omit(WITHOUT_PAGE).strict();
export const exportImports = listImportsQuery.omit(WITHOUT_PAGE);
export const exportSeries = listSeriesQuery.omit(WITHOUT_PAGE).extend({ programme: programme.optional() });
export const exportMissed = listMissedQuery.omit(WITHOUT_PAGE);
