import { listAppointmentsQuery } from './appointment-lists.ts';
import { listAuditQuery } from './audit.ts';
import { listConsentEventsQuery } from './consents.ts';
import { listAttemptsQuery, listContactsQuery } from './contacts.ts';
import { listEntriesQuery } from './credits.ts';
import { listNumbersQuery } from './numbers.ts';
import { listMembersQuery } from './retries.ts';
import { listReviewsQuery } from './reviews.ts';
import { listSuppressionsQuery } from './suppressions.ts';

/** A list as CSV takes what its pages take, but for the page. */
const WITHOUT_PAGE = { cursor: true, limit: true } as const;

export const exportAttempts = listAttemptsQuery.omit(WITHOUT_PAGE);
export const exportCampaignAttempts = exportAttempts.omit({ campaignId: true });
export const exportContacts = listContactsQuery.omit(WITHOUT_PAGE);
export const exportMembers = listMembersQuery.omit(WITHOUT_PAGE).strict();
export const exportSuppressions = listSuppressionsQuery.omit(WITHOUT_PAGE);
export const exportConsents = listConsentEventsQuery.omit(WITHOUT_PAGE);
export const exportEntries = listEntriesQuery.omit(WITHOUT_PAGE);
export const exportAppointments = listAppointmentsQuery.omit(WITHOUT_PAGE);
export const exportAudit = listAuditQuery.omit(WITHOUT_PAGE);
export const exportReviews = listReviewsQuery.omit(WITHOUT_PAGE);
export const exportNumbers = listNumbersQuery;
