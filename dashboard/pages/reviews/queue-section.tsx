import type { ReactNode } from 'react';
import { LinkButton } from '../../components/link-button.tsx';
import { plural } from '../../format/number.ts';
import type { CampaignQueues } from './queries.ts';

interface QueueSectionProps {
  title: ReactNode;
  note: string;
  action?: ReactNode;
  children?: ReactNode;
}

/** What waits of one campaign. */
export const QueueSection = ({ title, note, action, children }: QueueSectionProps) => (
  <section className="overflow-hidden rounded-lg border border-line bg-surface">
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <h2 className="font-semibold">{title}</h2>
      <p className="min-w-0 flex-1 text-sm text-muted">{note}</p>
      {action}
    </header>
    {children}
  </section>
);

/** Where only what somebody, or nobody, looks after is asked for. */
export const NoneOfThem = () => (
  <li className="border-t border-line px-4 py-3 text-sm text-muted">
    Nothing matches. What others look after, or nobody, may still wait.
  </li>
);

interface ReminderSectionProps {
  campaign: CampaignQueues;
  contacts: number;
  why: string;
}

/** Of reminders it is repaired at the appointment. */
export const ReminderSection = ({ campaign, contacts, why }: ReminderSectionProps) => (
  <QueueSection
    title={campaign.name ?? 'Reminders'}
    note={`${plural(contacts, 'reminder')} ${why}: repaired at each appointment`}
    action={
      campaign.programmeId === null ? undefined : (
        <LinkButton size="sm" to="/reminders/programmes/$programmeId" params={{ programmeId: campaign.programmeId }}>
          Open the programme
        </LinkButton>
      )
    }
  />
);
