import { Link } from '@tanstack/react-router';
import { Plus, Upload } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { plural } from '../../format/number.ts';
import { FirstDials } from './first-dials.tsx';
import type { CampaignDetail, Progress } from './queries.ts';

/** What a draft has and what it lacks. */
export function DraftOverview({ campaign, progress }: { campaign: CampaignDetail; progress: Progress }) {
  if (campaign.imports.length === 0) {
    return (
      <EmptyState
        title="It has no people yet"
        icon={<Upload size={20} />}
        action={
          <LinkButton kind="primary" to="/campaigns/new" search={{ campaign: campaign.id }} icon={<Plus size={14} />}>
            Upload a list
          </LinkButton>
        }
      >
        A campaign calls the people of its lists. Upload one as CSV; what is wrong in it is shown before anything is
        taken in.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <section>
        <h2 className="mb-3 text-lg font-semibold">Its lists</h2>
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {campaign.imports.map(({ id, fileName, state, acceptedRows }) => (
            <li key={id} className="flex flex-wrap items-center gap-3 px-4 py-3">
              <Link to="/uploads/$importId" params={{ importId: id }} className="link min-w-0 truncate font-medium">
                {fileName}
              </Link>
              <StatusPill kind="import" state={state} />
              <span className="ml-auto text-subtle">{plural(acceptedRows, 'person', 'people')}</span>
            </li>
          ))}
        </ul>
        <p className="mt-3">
          <Link to="/campaigns/new" search={{ campaign: campaign.id }} className="link">
            Upload another list
          </Link>
        </p>
      </section>
      {progress.contacts.total > 0 && (
        <section>
          <h2 className="mb-3 text-lg font-semibold">If it were launched now</h2>
          <div className="rounded-lg border border-line bg-surface p-4">
            <FirstDials campaignId={campaign.id} />
          </div>
        </section>
      )}
    </div>
  );
}
