import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { lazily } from '../../components/lazily.ts';
import { PartBoundary } from '../../components/part-boundary.tsx';
import { usePauseResume } from './mutations.ts';
import type { Campaign } from './queries.ts';

const ResumeRow = lazily(() => import('./resume-row.tsx').then(({ ResumeRow: row }) => row));

/** Pause at once, resume after a look at what fires first; also from a phone. */
export function RowToggle({ campaign }: { campaign: Campaign }) {
  const { missing } = useScope('campaigns:write');
  const { pause } = usePauseResume(campaign.id);
  const [resuming, setResuming] = useState(false);
  if (campaign.state !== 'running' && campaign.state !== 'paused') return null;
  const isPaused = campaign.state === 'paused';
  return (
    // The row around it opens the campaign.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <span onClick={(event) => event.stopPropagation()}>
      <IconButton
        size="sm"
        label={isPaused ? `Resume ${campaign.name}` : `Pause ${campaign.name}`}
        icon={isPaused ? <Play size={14} /> : <Pause size={14} />}
        missing={missing}
        busy={pause.isPending}
        onClick={() => (isPaused ? setResuming(true) : pause.mutate(undefined))}
      />
      <PartBoundary onFailed={() => setResuming(false)}>
        {resuming && <ResumeRow campaignId={campaign.id} onClose={() => setResuming(false)} />}
      </PartBoundary>
    </span>
  );
}
