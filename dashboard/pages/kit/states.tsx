import { CircleCheck } from 'lucide-react';
import { ApiProblem } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Pill } from '../../components/pill.tsx';
import { Skeleton, SkeletonLines } from '../../components/skeleton.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { statesOf, type StatusKind } from '../../format/status-words.ts';
import { Row, Section } from './section.tsx';

const KINDS: readonly StatusKind[] = ['contact', 'run', 'attempt', 'outcome', 'cause', 'import', 'member', 'breaker'];

const refused = new ApiProblem({
  status: 503,
  code: 'database_away',
  detail: 'The database cannot be reached.',
  repair: 'Look at outdial doctor. Calls that are under way go on.',
  requestId: '0d3f6a52-7c1b-4d8e-9a50-2f1c8f6f0b1e',
  atMs: Date.UTC(2026, 10, 26, 13, 2, 11),
});
const forbidden = new ApiProblem({
  status: 403,
  code: 'scope_missing',
  detail: 'This needs the scope "credits:write".',
  details: { needed: 'credits:write' },
  atMs: Date.UTC(2026, 10, 26, 13, 2, 11),
});

export const StateSamples = () => (
  <>
    <Section title="States">
      {KINDS.map((kind) => (
        <Row key={kind}>
          <span className="w-20 text-sm text-subtle">{kind}</span>
          {statesOf(kind).map((state) => (
            <StatusPill key={state} kind={kind} state={state} />
          ))}
        </Row>
      ))}
      <Row>
        <span className="w-20 text-sm text-subtle">other</span>
        <StatusPill kind="run" state="some_new_state" />
        <StatusPill kind="run" state="paused" words="Paused by Ada 14:02" size="md" />
        <Pill tone="info">New since your last visit</Pill>
      </Row>
    </Section>
    <Section title="Callouts">
      <Callout tone="info" title="Resuming">
        The next window opens at 15:00 in Chicago; 312 contacts are due then.
      </Callout>
      <Callout tone="warning" title="Results may lag" actions={<Button size="sm">What to do</Button>}>
        Callbacks of the provider come 4 min late. Dialing goes on; what was held stays held.
      </Callout>
      <Callout tone="danger" title="The balance does not match the sum of its lines">
        Nothing was changed. Export the ledger and compare it with the provider's invoice.
      </Callout>
      <Callout tone="success" title="0 failures in 4,210 calls" />
    </Section>
    <Section title="Empty, failed, forbidden, loading">
      <EmptyState title="No failures" icon={<CircleCheck size={20} />}>
        0 failures in 4,210 calls. What fails shows up here, grouped by cause.
      </EmptyState>
      <EmptyState title="Nothing matches" action={<Button>Clear the filters</Button>}>
        No contact is “busy” between 14:00 and 15:00.
      </EmptyState>
      <ErrorState what="The failures" error={refused} works="pausing, stopping and cancelling" onRetry={() => {}} />
      <ErrorState what="The ledger" error={forbidden} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SkeletonLines lines={4} />
        <Skeleton className="h-24 w-full" />
      </div>
    </Section>
  </>
);
