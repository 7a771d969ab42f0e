import { oneOf, text, type RawSearch } from '../../app/search.ts';

export const KINDS = ['topup', 'hold', 'settle', 'release', 'overrun', 'presumed', 'adjust', 'budget'] as const;

export interface CreditsSearch {
  /** An account's lines. */
  account?: string | undefined;
  /** Lines of a campaign's own budget. */
  budget?: string | undefined;
  /** Lines of the calls and texts of a campaign, whoever paid. */
  campaign?: string | undefined;
  kind?: (typeof KINDS)[number] | undefined;
  attempt?: string | undefined;
}
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
const uuid = (raw: RawSearch, name: string): string | undefined => {
  const value = text(raw, name)?.trim();
  return value !== undefined && UUID.test(value) ? value : undefined;
};
export const creditsSearch = (raw: RawSearch): CreditsSearch => ({
  account: uuid(raw, 'account'),
  budget: uuid(raw, 'budget'),
  campaign: uuid(raw, 'campaign'),
  kind: oneOf(raw, 'kind', KINDS),
  attempt: uuid(raw, 'attempt'),
});
