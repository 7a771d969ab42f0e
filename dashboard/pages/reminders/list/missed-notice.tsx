import { useInfiniteQuery } from '@tanstack/react-query';
import { Callout } from '../../../components/callout.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { count } from '../../../format/number.ts';
import { missedQuery } from '../queries.ts';
import { policyWords } from '../missed/policy-words.ts';

/** "14 reminders missed their time; policy: ...": shown while there are any (S7). */
export function MissedNotice({ programme }: { programme: string | undefined }) {
  const { data } = useInfiniteQuery(missedQuery({ programme }));
  const [page] = data?.pages ?? [];
  if (page === undefined || page.items.length === 0) return null;
  const sendable = page.items.filter(({ sendableUntil }) => sendableUntil !== null).length;
  const number = `${count(page.items.length)}${page.nextCursor === null ? '' : '+'}`;
  return (
    <div className="mb-4">
      <Callout
        tone="warning"
        title={`${number} ${page.items.length === 1 ? 'reminder' : 'reminders'} missed their time`}
        actions={
          <LinkButton size="sm" to="/reminders/missed" search={{ programme }}>
            Look at them
          </LinkButton>
        }
      >
        {policyWords(page.policies)} {sendable > 0 && `${count(sendable)} can still go out in time.`}
      </Callout>
    </div>
  );
}
