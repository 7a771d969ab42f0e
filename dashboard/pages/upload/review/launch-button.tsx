import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Rocket } from 'lucide-react';
import { useState } from 'react';
import { useScope, useSession } from '../../../app/session/use-session.ts';
import { serverNowMs } from '../../../app/use-now.ts';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { Progress } from '../../../components/progress.tsx';
import { toast } from '../../../components/toast-store.ts';
import { count, plural } from '../../../format/number.ts';
import { useQuery } from '@tanstack/react-query';
import { CostWords } from '../../campaigns/cost-words.tsx';
import { useDraft } from '../draft-context.tsx';
import { accountsQuery, campaignQuery, type Campaign, type Forecast } from '../queries.ts';
import { launchCampaign, UNDO_SECONDS, type LaunchStage } from './launch.ts';

/** Above so many people the name has to be typed, and above so many an administrator launches; the API holds to both. */
const NAME_ABOVE = 1_000;
const ADMIN_ABOVE = 50_000;

/** The one button after which people are called. */
export function LaunchButton({ campaign, forecast }: { campaign: Campaign; forecast: Forecast | undefined }) {
  const { draft } = useDraft();
  const router = useRouter();
  const client = useQueryClient();
  const write = useScope('campaigns:write');
  const { user } = useSession();
  const accounts = useQuery(accountsQuery).data?.items ?? [];
  const [asking, setAsking] = useState(false);
  const [stage, setStage] = useState<LaunchStage | null>(null);
  const people = forecast?.contacts ?? draft.acceptedRows;
  const accountId = campaign.settings.steps[0]?.accountId;
  const currency = accounts.find(({ id }) => id === accountId)?.currency ?? 'USD';
  const strict = draft.options['badRows'] === 'refuse' && draft.rejectedRows > 0 && draft.state !== 'done';
  const blocked =
    write.missing ??
    (campaign.state !== 'draft'
      ? 'It was launched already.'
      : strict
        ? 'Rows are set aside, and you chose all or nothing.'
        : forecast !== undefined && forecast.willDial === 0
          ? 'Nobody would be called.'
          : people > ADMIN_ABOVE && user.role !== 'admin'
            ? `More than ${count(ADMIN_ABOVE)} people: an administrator launches that.`
            : undefined);
  const params = { campaignId: campaign.id };
  const launch = async (): Promise<void> => {
    try {
      const confirmName = people > NAME_ABOVE ? campaign.name : undefined;
      const answer = await launchCampaign({ draft, campaign, confirmName, nowMs: serverNowMs(), onStage: setStage });
      void client.invalidateQueries({ queryKey: ['campaigns'] });
      void client.invalidateQueries({ queryKey: ['import', draft.id] });
      await router.navigate({ to: '/campaigns/$campaignId/overview', params });
      if (answer === undefined) return toast({ tone: 'info', title: `“${campaign.name}” had been launched already` });
      const [warning] = answer.warnings;
      // The page that opens says until when it can be taken back, and does it.
      toast({
        title: `“${campaign.name}” is launched: ${plural(answer.contacts, 'person', 'people')}`,
        detail: warning?.message,
      });
    } finally {
      setStage(null);
      void client.invalidateQueries({ queryKey: campaignQuery(campaign.id).queryKey });
    }
  };
  return (
    <>
      <span className="text-sm text-subtle">{blocked}</span>
      <Button kind="primary" icon={<Rocket aria-hidden size={14} />} missing={blocked} onClick={() => setAsking(true)}>
        Launch
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Launch “${campaign.name}”?`}
        confirm={`Launch for ${plural(forecast?.willDial ?? people, 'person', 'people')}`}
        typedName={people > NAME_ABOVE ? campaign.name : undefined}
        onConfirm={launch}
      >
        {stage === null ? (
          <div className="flex flex-col gap-3">
            <p>{plural(forecast?.willDial ?? people, 'person', 'people')} are to be called.</p>
            {forecast !== undefined && (
              <CostWords
                {...forecast}
                people={forecast.willDial}
                budgetMicros={campaign.settings.budgetMicros}
                accountId={accountId}
                currency={currency}
              />
            )}
            <p className="text-muted">
              For {UNDO_SECONDS} seconds afterwards it can be taken back; later it can be paused and cancelled at any
              time.
            </p>
          </div>
        ) : (
          <Stage stage={stage} />
        )}
      </ConfirmDialog>
    </>
  );
}

function Stage({ stage }: { stage: LaunchStage }) {
  switch (stage.step) {
    case 'taking_in':
      return (
        <Progress
          label="Taking people in"
          value={stage.draft.committedRows}
          max={stage.draft.acceptedRows}
          words={`${count(stage.draft.committedRows)} of ${count(stage.draft.acceptedRows)}`}
        />
      );
    case 'launching':
      return <p role="status">Launching.</p>;
    case 'waiting':
      return (
        <p role="status">
          No answer yet: {stage.why} It is asked for again under the same key, so that it cannot start twice. You can
          leave this open.
        </p>
      );
  }
}
