import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { CostWords } from './cost-words.tsx';
import type { CampaignDialogProps } from './dialogs.tsx';
import { FirstDials } from './first-dials.tsx';
import { HoursWords } from './hours.tsx';
import { launchCampaign } from './mutations.ts';
import { estimateQuery } from './queries.ts';

/** As domain/launch-limits.ts: the API asks for the name above it. */
const NAME_ABOVE = 1_000;

/** Launches a draft: who, when, what it costs at most; then five seconds to think better of it (U12, U13). */
export function LaunchDialog({ campaign, progress, onClose }: CampaignDialogProps) {
  const client = useQueryClient();
  // One key for this dialog: a second press after a time-out finds the first launch, and launches nothing.
  const [key] = useState(() => crypto.randomUUID());
  const estimate = useQuery(estimateQuery(campaign.id));
  const { total } = progress.contacts;
  const typedName = total > NAME_ABOVE ? campaign.name : undefined;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Launch “${campaign.name}”?`}
      confirm={`Launch for ${plural(total, 'person', 'people')}`}
      typedName={typedName}
      onConfirm={async () => {
        const { warnings } = await launchCampaign(campaign.id, typedName, key);
        for (const { message } of warnings) toast({ tone: 'warning', title: message });
        await client.invalidateQueries({ queryKey: ['campaign', campaign.id] });
        void client.invalidateQueries({ queryKey: ['campaigns', 'list'] });
      }}
    >
      <div className="flex flex-col gap-3">
        <HoursWords hours={campaign.settings.hours} />
        <FirstDials campaignId={campaign.id} />
        {estimate.data !== undefined && (
          <CostWords
            people={estimate.data.contacts - estimate.data.notDialled}
            oneRoundMicros={estimate.data.oneRoundMicros}
            mostMicros={estimate.data.worstCaseMicros}
            budgetMicros={campaign.settings.budgetMicros}
            accountId={campaign.settings.steps[0]?.accountId}
            currency={progress.currency}
          />
        )}
        <p className="text-muted">The first call begins 5 s after the launch; until then it can be taken back.</p>
      </div>
    </ConfirmDialog>
  );
}
