import { text, type RawSearch } from '../../app/search.ts';

export interface AuditSearch {
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  /** Local days, YYYY-MM-DD, both of them included. */
  from?: string | undefined;
  to?: string | undefined;
  /** The entry that is open. */
  entry?: string | undefined;
}
const day = (raw: RawSearch, name: string): string | undefined => {
  const value = text(raw, name);
  return value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
};
export const auditSearch = (raw: RawSearch): AuditSearch => ({
  actor: text(raw, 'actor'),
  action: text(raw, 'action'),
  subject: text(raw, 'subject'),
  from: day(raw, 'from'),
  to: day(raw, 'to'),
  entry: text(raw, 'entry'),
});
