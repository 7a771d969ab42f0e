import type { auditEntry } from '../../../api/schemas/audit.ts';
import { get, type Answer } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import type { AuditSearch } from './search.ts';

export type AuditEntry = Answer<typeof auditEntry>;

/** As the API names them: days become the instants of their beginning and end in this browser's zone. */
export const auditFilter = ({ actor, action, subject, from, to }: AuditSearch) => ({
  // A person is found by email alone.
  actor: actor !== undefined && /^[^:]+@[^:]+$/.test(actor) ? `user:${actor}` : actor,
  action,
  subject,
  from: from === undefined ? undefined : startOf(from, 0),
  to: to === undefined ? undefined : startOf(to, 1),
});

function startOf(day: string, later: number): string | undefined {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

const PAGE = 100;
export const auditQuery = (search: AuditSearch) =>
  pagedQuery<AuditEntry>(['audit', auditFilter(search)], (cursor, signal) =>
    get<Page<AuditEntry>>('/audit', { query: { ...auditFilter(search), cursor, limit: PAGE }, signal }),
  );
