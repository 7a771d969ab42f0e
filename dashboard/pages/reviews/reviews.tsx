import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useSession } from '../../app/session/use-session.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { count } from '../../format/number.ts';
import { useLiveTopic } from '../../live/use-live.ts';
import { useAssigneeFilter } from '../assigning/use-assignee-filter.ts';
import { AnswerQueue } from './answer-queue.tsx';
import { ConsentQueue } from './consent-queue.tsx';
import { OptOutQueue } from './opt-out-queue.tsx';
import { ParkedQueue } from './parked-queue.tsx';
import { queueCommand } from './queue-command.ts';
import { queuesQuery, type Queues } from './queries.ts';
import { QUEUES, type QueueName, type ReviewsSearch } from './search.ts';
import { ZoneQueue } from './zone-queue.tsx';

const route = getRouteApi('/app/reviews');

const COUNT = {
  parked: 'parked',
  opt_outs: 'doubtfulOptOuts',
  answers: 'unclearAnswers',
  zones: 'unknownZones',
  consent: 'noConsent',
} as const satisfies Record<QueueName, keyof Queues['totals']>;
const WORDS: Record<QueueName, string> = {
  parked: 'Was it dialled?',
  opt_outs: 'Was it a no?',
  answers: 'Unclear answers',
  zones: 'Zone unknown',
  consent: 'No consent',
};

/** Everything that waits for a person, in queues that keys work through. */
export function ReviewsPage() {
  const search = route.useSearch();
  useLiveTopic('events');
  useLiveTopic('reviews');
  const query = useQuery(queuesQuery(search.campaign));
  const tab = search.tab ?? (query.data === undefined ? 'parked' : firstWithItems(query.data));
  const { user } = useSession();
  const campaignIds = withSome(tab, query.data?.campaigns ?? []).flatMap(({ id }) => id ?? []);
  return (
    <>
      <PageHeader
        title="Review queues"
        actions={<AsCommand {...queueCommand({ tab, search, me: user, campaignIds })} />}
      >
        What only a person can decide. Nobody is called or texted on a guess: until you decide, the careful reading
        holds.
      </PageHeader>
      <QueryView
        query={query}
        what="The review queues"
        works="every campaign goes on"
        skeleton={<SkeletonLines lines={10} />}
      >
        {(queues) => <Body queues={queues} tab={tab} search={search} />}
      </QueryView>
    </>
  );
}

const firstWithItems = ({ totals }: Queues): QueueName => QUEUES.find((queue) => totals[COUNT[queue]] > 0) ?? 'parked';

const withSome = (queue: QueueName, campaigns: Queues['campaigns']) =>
  campaigns.filter(({ counts }) => counts[COUNT[queue]] > 0);

function Body({ queues, tab, search }: { queues: Queues; tab: QueueName; search: ReviewsSearch }) {
  const { totals, total, campaigns } = queues;
  const looked = useAssigneeFilter();
  if (total === 0 && search.campaign === undefined) {
    return (
      <EmptyState title="Nothing waits for you" icon={<CircleCheck size={20} />}>
        Every call, answer, zone and consent is clear. What is not shows up here.
      </EmptyState>
    );
  }
  const filter = { campaignId: search.campaign, assignee: search.assignee };
  const content: Record<QueueName, React.ReactNode> = {
    parked: <ParkedQueue campaigns={campaigns} filter={filter} total={totals.parked} />,
    opt_outs: <OptOutQueue filter={filter} />,
    answers: <AnswerQueue filter={filter} />,
    zones: <ZoneQueue campaigns={withSome('zones', campaigns)} assignee={search.assignee} />,
    consent: <ConsentQueue campaigns={withSome('consent', campaigns)} assignee={search.assignee} />,
  };
  return (
    <>
      <FilterBar
        search={search}
        filters={[
          looked,
          {
            kind: 'one',
            name: 'campaign',
            label: 'Campaign',
            options: campaigns.flatMap(({ id, name }) => (id === null ? [] : [{ value: id, label: name ?? id }])),
          },
        ]}
      />
      <Tabs
        label="Review queues"
        value={tab}
        tabs={QUEUES.map((value) => ({
          value,
          label: WORDS[value],
          count: count(totals[COUNT[value]]),
          content: content[value],
        }))}
      />
    </>
  );
}
