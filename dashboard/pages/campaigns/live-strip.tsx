import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '../../api/client.ts';
import { systemQuery } from '../../api/system.ts';
import { useScope } from '../../app/session/use-session.ts';
import { useNow } from '../../app/use-now.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Stat, StatRow } from '../../components/stat.tsx';
import { toast } from '../../components/toast-store.ts';
import { count, plural, rate } from '../../format/number.ts';
import { duration } from '../../format/time.ts';
import { problemWords } from './mutations.ts';
import { stuckQuery, type CampaignDetail, type Progress } from './queries.ts';
import { isHeldBack, queueAgeMs, underWay } from './words.ts';

const LATE_MS = 60_000;
/** Of a limit: the rate is counted over a minute and is never quite even. */
const NEARLY = 0.6;

/** What happens at this moment (R10). */
export function LiveStrip({ campaign, progress }: { campaign: CampaignDetail; progress: Progress }) {
  const nowMs = useNow();
  const { data: system } = useQuery(systemQuery);
  const { data: stuck } = useQuery(stuckQuery(campaign.id));
  const accountIds = campaign.settings.steps.map(({ accountId }) => accountId);
  const latencies = system?.accounts.flatMap(({ id, latencyP50Ms }) =>
    accountIds.includes(id) && typeof latencyP50Ms === 'number' ? [latencyP50Ms] : [],
  );
  const lateMs = queueAgeMs(progress);
  const limit = whyLate(campaign, progress);
  const over = `over the last ${duration(progress.ratesOverSeconds * 1_000)}`;
  const oldestMs =
    stuck?.oldestAt === null || stuck?.oldestAt === undefined ? null : nowMs - Date.parse(stuck.oldestAt);
  return (
    <section aria-label="At this moment">
      <StatRow>
        <Stat label="Calls in flight" value={count(underWay(progress))} note="sent, ringing or talking" />
        <Stat label="Answered a minute" value={rate(progress.answeredPerMinute)} note={over} />
        <Stat label="Failures a minute" value={rate(progress.failuresPerMinute)} note={over} />
        <Stat
          label="Provider answers in"
          value={latencies === undefined || latencies.length === 0 ? '–' : `${count(Math.max(...latencies))} ms`}
          note="half of its answers, lately"
        />
        <Stat
          label="Queue age"
          value={lateMs < 1_000 ? '0 s' : duration(lateMs)}
          note={queueNote(lateMs, limit)}
          tone={lateMs > LATE_MS && limit === null ? 'warning' : undefined}
        />
        <Stat
          label="Stuck calls"
          value={stuck === undefined ? '–' : count(stuck.count)}
          note={oldestMs === null ? 'none without news' : `the oldest for ${duration(oldestMs)}`}
          tone={stuck !== undefined && stuck.count > 0 ? 'warning' : undefined}
        />
      </StatRow>
      {stuck !== undefined && stuck.count > 0 && <StuckCallout campaignId={campaign.id} stuck={stuck.count} />}
    </section>
  );
}

function queueNote(lateMs: number, limit: string | null): string {
  if (lateMs < 1_000) return 'the earliest is on time';
  return limit ?? (lateMs > LATE_MS ? 'the earliest is late' : 'the earliest is on time');
}

/** A queue that is long because somebody wanted it slow is no bad news. Null = nothing of the kind explains it. */
function whyLate({ settings }: CampaignDetail, progress: Progress): string | null {
  const { pacePerSecond, maxConcurrent } = settings;
  if (isHeldBack(progress)) return 'held back: it says above by what';
  if (pacePerSecond !== null && progress.sendsPerSecond >= pacePerSecond * NEARLY)
    return 'the pace of the campaign decides';
  return underWay(progress) >= maxConcurrent * NEARLY ? 'all its lines are taken' : null;
}

function StuckCallout({ campaignId, stuck }: { campaignId: string; stuck: number }) {
  const client = useQueryClient();
  const { missing } = useScope('campaigns:write');
  const ask = useMutation({
    mutationFn: () => send<{ asked: number }>('POST', '/stuck/reconcile', { body: { campaignId } }),
    onSuccess: ({ asked }) => {
      toast({ title: `The provider is asked about ${plural(asked, 'call')}.` });
      void client.invalidateQueries({ queryKey: ['stuck'] });
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not asked', detail: problemWords(error) }),
  });
  return (
    <div className="mt-3">
      <Callout
        tone="warning"
        title={`${plural(stuck, 'call has', 'calls have')} had no news for longer than is usual`}
        actions={
          <>
            <Link to="/failures" search={{ campaign: campaignId, stuck: true }} className="link self-center">
              Look at them
            </Link>
            <Button size="sm" busy={ask.isPending} missing={missing} onClick={() => ask.mutate()}>
              Reconcile with the provider
            </Button>
          </>
        }
      >
        They keep their place and their hold until the provider says how they ended. Nobody is dialled twice.
      </Callout>
    </div>
  );
}
