import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Money } from '../../components/money.tsx';
import { StackedBar } from '../../components/stacked-bar.tsx';
import { Stat, StatRow } from '../../components/stat.tsx';
import { money } from '../../format/money.ts';
import { count, rate, share } from '../../format/number.ts';
import { duration } from '../../format/time.ts';
import { partsOf, STATES_OF_PART } from './parts.ts';
import { reasonsQuery, type CampaignDetail, type FailureGroups, type Progress } from './queries.ts';
import { etaMs, isHeldBack, underWay } from './words.ts';

interface CampaignBarProps {
  campaign: CampaignDetail;
  progress: Progress;
  failures: FailureGroups | undefined;
}

/** Where everybody is, how fast it goes, and what it costs (R1). A part of the bar leads to its people. */
export function CampaignBar({ campaign, progress, failures }: CampaignBarProps) {
  const navigate = useNavigate();
  const { state, contacts } = progress;
  const { data: reasons } = useQuery(reasonsQuery(campaign.id, { state, contacts: contacts.total }));
  const parts = partsOf(contacts.byState, reasons, failures);
  const inQueue = parts.find(({ key }) => key === 'queue')?.value ?? 0;
  const eta = etaMs(progress, inQueue);
  const { pacePerSecond, maxConcurrent, budgetMicros } = campaign.settings;
  const { currency, spentMicros, heldMicros, presumedMicros } = progress;
  return (
    <section aria-label="Progress" className="mb-6 flex flex-col gap-4">
      <StackedBar
        label="Contacts"
        parts={parts}
        onPick={(key) =>
          void navigate({
            to: '/campaigns/$campaignId/contacts',
            params: { campaignId: campaign.id },
            search: { state: [...(STATES_OF_PART[key] ?? [])] },
          })
        }
      />
      <StatRow>
        <Stat
          label="With a result"
          value={state === 'draft' ? '–' : share(contacts.done, contacts.total)}
          note={state === 'draft' ? 'not launched' : `${count(contacts.done)} of ${count(contacts.total)} people`}
        />
        <Stat label="In progress" value={count(underWay(progress))} note={`of ${count(maxConcurrent)} calls at once`} />
        <Stat
          label="Sends a second"
          value={rate(progress.sendsPerSecond)}
          note={pacePerSecond === null ? 'as fast as the account allows' : `of ${rate(pacePerSecond)} allowed`}
        />
        <Stat
          label="Queue empty in"
          value={eta === null ? '–' : `~${duration(eta)}`}
          note={eta === null ? etaNote(progress, inQueue) : `${count(inQueue)} in the queue; retries come later`}
        />
        <Stat
          label="Spent"
          value={<Money micros={spentMicros} currency={currency} />}
          note={[
            budgetMicros === null
              ? 'no budget set'
              : `of ${money(budgetMicros, currency)}, ${share(spentMicros, budgetMicros)}`,
            ...(heldMicros > 0 ? [`${money(heldMicros, currency)} held`] : []),
            ...(presumedMicros > 0 ? [`${money(presumedMicros, currency)} presumed`] : []),
          ].join(' · ')}
        />
      </StatRow>
    </section>
  );
}

function etaNote(progress: Progress, inQueue: number): string {
  const { state } = progress;
  if (isHeldBack(progress)) return 'held back: it says above by what';
  if (state === 'draft') return 'not launched';
  if (state !== 'running') return state === 'paused' ? 'paused' : 'it is over';
  return inQueue === 0 ? 'nobody is due now' : 'nothing was sent in the last minute';
}
