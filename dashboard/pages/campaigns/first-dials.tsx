import { queryOptions, useQuery } from '@tanstack/react-query';
import type { dryRun } from '../../../api/schemas/explain.ts';
import { send, type Answer } from '../../api/client.ts';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import { count, plural } from '../../format/number.ts';

const SHOWN = 4;
/** Every contact is looked at: a list of a million takes its time. */
const TIMEOUT_MS = 30_000;

const dryRunQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign-dry-run', campaignId],
    queryFn: ({ signal }) =>
      send<Answer<typeof dryRun>>('POST', '/campaigns/:campaignId/dry-run', {
        params: { campaignId },
        body: {},
        signal,
        timeoutMs: TIMEOUT_MS,
      }),
    gcTime: 0,
  });

/** What a launch or a resume would do first. */
export function FirstDials({ campaignId }: { campaignId: string }) {
  const query = useQuery(dryRunQuery(campaignId));
  return (
    <QueryView query={query} what="What fires first" skeleton={<SkeletonLines lines={3} />}>
      {({ now, later, laterMore, never, needZone, needConsent }) => (
        <ul className="flex flex-col gap-1">
          <li>
            <strong className="font-semibold">{now === 0 ? 'Nobody' : plural(now, 'person', 'people')}</strong> may be
            dialled now.
          </li>
          {later.slice(0, SHOWN).map(({ at, label, contacts }) => (
            <li key={`${at}${label}`}>
              {plural(contacts, 'person', 'people')} from <Time at={at} as="both" />: {label}.
            </li>
          ))}
          {(later.length > SHOWN || laterMore > 0) && <li className="text-subtle">and others later.</li>}
          {never.length > 0 && (
            <li>
              {count(never.reduce((sum, { contacts }) => sum + contacts, 0))} will not be dialled
              {needZone + needConsent > 0 && `: ${wants(needZone, needConsent)}`}.
            </li>
          )}
        </ul>
      )}
    </QueryView>
  );
}

const wants = (zone: number, consent: number): string =>
  [
    ...(zone > 0 ? [`${count(zone)} without a known time zone`] : []),
    ...(consent > 0 ? [`${count(consent)} without the consent that the law asks for`] : []),
  ].join(', ');
