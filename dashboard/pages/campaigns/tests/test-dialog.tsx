import { useState } from 'react';
import { Dialog } from '../../../components/dialog.tsx';
import type { TriedCampaign } from './queries.ts';
import { TestForm } from './test-form.tsx';
import { TestProgress } from './test-progress.tsx';

interface TestDialogProps {
  campaign: TriedCampaign;
  onClose: () => void;
}

/** Calls or texts one's own number as the campaign would, and shows what becomes of it (U12). */
export function TestDialog({ campaign, onClose }: TestDialogProps) {
  const [testId, setTestId] = useState<string | null>(null);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="md"
      title={`Test “${campaign.name}” on yourself`}
      description="Goes out as the campaign would send it, and costs the same. Nothing of the campaign changes by it."
    >
      {testId === null ? (
        <TestForm campaign={campaign} onClose={onClose} onSent={setTestId} />
      ) : (
        <TestProgress campaignId={campaign.id} testId={testId} onAgain={() => setTestId(null)} onClose={onClose} />
      )}
    </Dialog>
  );
}
