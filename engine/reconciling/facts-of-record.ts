import type { NewFact } from '../folding/inbox.ts';
import type { ProviderRecord } from '../ports.ts';

/** What a read of the provider says, as facts about our attempt. The end has one key, however often it is read. */
export function factsOfRecord(accountId: string, attemptId: string, record: ProviderRecord): NewFact[] {
  const { providerRef, ended } = record;
  const accepted: NewFact = {
    accountId,
    source: 'read',
    dedupeKey: `read-accepted:${attemptId}`,
    fact: {
      kind: 'accepted',
      attemptId,
      providerRef,
      ...(record.createdAt === undefined ? {} : { at: record.createdAt }),
    },
  };
  if (!ended) return [accepted];
  return [
    accepted,
    {
      accountId,
      source: 'read',
      dedupeKey: `read-ended:${providerRef}`,
      fact: { kind: 'ended', attemptId, providerRef, ...ended },
    },
  ];
}
