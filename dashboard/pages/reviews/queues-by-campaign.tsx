import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import type { CampaignQueues } from './queries.ts';
import { ReminderSection } from './queue-section.tsx';

export interface QueueProps {
  campaigns: readonly CampaignQueues[];
  /** Only what this person, or nobody, looks after. */
  assignee: string | undefined;
}

interface QueuesByCampaignProps {
  campaigns: readonly CampaignQueues[];
  /** Said where nothing waits. */
  none: string;
  /** "without consent". */
  why: string;
  contactsOf: (counts: CampaignQueues['counts']) => number;
  children: (campaign: { campaignId: string; name: string | null }) => ReactNode;
}

/** A queue, campaign by campaign; what reminders have in it is decided with their appointments. */
export function QueuesByCampaign({ campaigns, none, why, contactsOf, children }: QueuesByCampaignProps) {
  if (campaigns.length === 0) {
    return (
      <EmptyState title="Nothing waits here" icon={<CircleCheck size={20} />}>
        {none}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      {campaigns.map((campaign) =>
        campaign.kind === 'campaign' && campaign.id !== null ? (
          children({ campaignId: campaign.id, name: campaign.name })
        ) : (
          <ReminderSection key={campaign.id} campaign={campaign} contacts={contactsOf(campaign.counts)} why={why} />
        ),
      )}
    </div>
  );
}
