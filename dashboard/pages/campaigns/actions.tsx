import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ban, Copy, Download, Ellipsis, Gauge, Headset, Pause, Play, Repeat, Rocket } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useScope } from '../../app/session/use-session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { lazily } from '../../components/lazily.ts';
import { Menu } from '../../components/menu.tsx';
import { PartBoundary } from '../../components/part-boundary.tsx';
import { toast } from '../../components/toast-store.ts';
import { duplicateCampaign, problemWords, usePauseResume } from './mutations.ts';
import type { CampaignDetail, Progress } from './queries.ts';

const Dialogs = lazily(() => import('./dialogs.tsx').then(({ CampaignDialog }) => CampaignDialog));
export type DialogName = 'launch' | 'resume' | 'speed' | 'cancel' | 'pause' | 'test';

interface ActionsProps {
  campaign: CampaignDetail;
  progress: Progress;
}

/** What can be done with a campaign; the main thing stands alone (R1). */
export function CampaignActions({ campaign, progress }: ActionsProps) {
  const { id } = campaign;
  const { state } = progress;
  const [open, setOpen] = useState<DialogName | null>(null);
  const { missing } = useScope('campaigns:write');
  const navigate = useNavigate();
  const { pause } = usePauseResume(id);
  const duplicate = useMutation({
    mutationFn: () => duplicateCampaign(campaign),
    onSuccess: ({ campaignId }) => {
      toast({ title: 'Duplicated as a draft', detail: 'Its settings are the same; give it a list of people next.' });
      if (campaignId !== null) void navigate({ to: '/campaigns/$campaignId/settings', params: { campaignId } });
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not duplicated', detail: problemWords(error) }),
  });
  const isOver = state === 'cancelled' || state === 'completed';
  const canToggle = missing === undefined && (state === 'running' || state === 'paused');
  useShortcut(
    'p',
    state === 'paused' ? 'Resume the campaign' : 'Pause the campaign',
    () => (state === 'paused' ? setOpen('resume') : pause.mutate(undefined)),
    canToggle && !pause.isPending,
  );
  return (
    <>
      <span className="max-sm:hidden">
        <AsCommand {...commandOf(id, state)} />
      </span>
      {!isOver && state !== 'draft' && (
        <Button icon={<Gauge aria-hidden size={14} />} missing={missing} onClick={() => setOpen('speed')}>
          Speed
        </Button>
      )}
      {state === 'running' && (
        <Button
          kind="primary"
          icon={<Pause aria-hidden size={14} />}
          busy={pause.isPending}
          missing={missing}
          onClick={() => pause.mutate(undefined)}
        >
          Pause
        </Button>
      )}
      {state === 'paused' && (
        <Button
          kind="primary"
          icon={<Play aria-hidden size={14} />}
          missing={missing}
          onClick={() => setOpen('resume')}
        >
          Resume
        </Button>
      )}
      {state === 'draft' && (
        <Button
          kind="primary"
          icon={<Rocket aria-hidden size={14} />}
          missing={missing}
          onClick={() => setOpen('launch')}
        >
          Launch
        </Button>
      )}
      <Menu
        trigger={<IconButton kind="secondary" label="More" icon={<Ellipsis size={16} />} />}
        groups={[
          {
            items: [
              ...(state === 'running'
                ? [
                    {
                      label: 'Pause with a reason',
                      icon: <Pause size={14} />,
                      missing,
                      onSelect: () => setOpen('pause'),
                    },
                  ]
                : []),
              ...(isOver
                ? []
                : [
                    {
                      label: 'Send a test',
                      icon: <Headset size={14} />,
                      missing,
                      onSelect: () => setOpen('test'),
                    },
                  ]),
              {
                label: 'Make it recur',
                icon: <Repeat size={14} />,
                missing: missing ?? (state === 'cancelled' ? 'It is cancelled; duplicate it first.' : undefined),
                onSelect: () => void navigate({ to: '/reminders/recurring/new', search: { campaign: id } }),
              },
              { label: 'Duplicate', icon: <Copy size={14} />, missing, onSelect: () => duplicate.mutate() },
              {
                label: 'Export contacts (CSV)',
                icon: <Download size={14} />,
                onSelect: () =>
                  location.assign(addressOf('/campaigns/:campaignId/export.csv', { params: { campaignId: id } })),
              },
            ],
          },
          ...(isOver
            ? []
            : [
                {
                  items: [
                    {
                      label: 'Cancel for good',
                      icon: <Ban size={14} />,
                      danger: true,
                      missing,
                      onSelect: () => setOpen('cancel'),
                    },
                  ],
                },
              ]),
        ]}
      />
      <PartBoundary onFailed={() => setOpen(null)}>
        {open !== null && <Dialogs name={open} campaign={campaign} progress={progress} onClose={() => setOpen(null)} />}
      </PartBoundary>
    </>
  );
}

/** The command that is nearest to what one would do now. */
function commandOf(campaignId: string, state: string) {
  const verb = { draft: 'launch', running: 'pause', paused: 'resume' }[state];
  if (verb === undefined) {
    const address = addressOf('/campaigns/:campaignId/progress', { params: { campaignId } });
    return { call: { method: 'GET' as const, address }, cli: `outdial campaign progress ${campaignId}` };
  }
  const address = addressOf(`/campaigns/:campaignId/${verb}`, { params: { campaignId } });
  return { call: { method: 'POST' as const, address }, cli: `outdial campaign ${verb} ${campaignId}` };
}
