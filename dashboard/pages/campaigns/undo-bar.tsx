import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useNow } from '../../app/use-now.ts';
import { useScope } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { problemWords, undoLaunch, UNDO_SECONDS } from './mutations.ts';
import type { CampaignDetail, Progress } from './queries.ts';
import { undoUntilMs } from './words.ts';

/** The seconds after a launch, for a second thought. It follows from facts, so it is there after a reload too. */
export function UndoBar({ campaign, progress }: { campaign: CampaignDetail; progress: Progress }) {
  const nowMs = useNow();
  const client = useQueryClient();
  const { missing } = useScope('campaigns:write');
  const undo = useMutation({
    mutationFn: () => undoLaunch(campaign.id),
    onSuccess: () => toast({ tone: 'neutral', title: 'Taken back: it is a draft again. Nobody was dialled.' }),
    onError: (error) => toast({ tone: 'danger', title: 'The launch stands', detail: problemWords(error) }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['campaign', campaign.id] });
      void client.invalidateQueries({ queryKey: ['campaigns', 'list'] });
    },
  });
  const untilMs = undoUntilMs(progress, campaign.launchedAt, UNDO_SECONDS);
  const leftSeconds = untilMs === null ? 0 : Math.min(UNDO_SECONDS, Math.ceil((untilMs - nowMs) / 1_000));
  if (leftSeconds <= 0 && !undo.isPending) return null;
  return (
    <div className="mb-4">
      <Callout
        tone="info"
        title={`Launched: the first of ${plural(progress.contacts.total, 'person', 'people')} is dialled in ${Math.max(leftSeconds, 0)} s`}
        actions={
          <Button
            icon={<Undo2 aria-hidden size={14} />}
            busy={undo.isPending}
            missing={missing}
            onClick={() => undo.mutate()}
          >
            Undo the launch
          </Button>
        }
      />
    </div>
  );
}
