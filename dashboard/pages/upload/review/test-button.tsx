import { MessageSquare, Phone } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';
import { lazily } from '../../../components/lazily.ts';
import { PartBoundary } from '../../../components/part-boundary.tsx';
import type { Campaign } from '../queries.ts';

const TestDialog = lazily(() =>
  import('../../campaigns/tests/test-dialog.tsx').then(({ TestDialog: dialog }) => dialog),
);

/** Hear it before others do. */
export function TestButton({ campaign }: { campaign: Campaign }) {
  const [open, setOpen] = useState(false);
  const { missing } = useScope('campaigns:write');
  const isCall = campaign.settings.steps[0]?.channel !== 'sms';
  const over = campaign.state === 'cancelled' || campaign.state === 'completed' ? 'The campaign is over.' : undefined;
  return (
    <section
      aria-label="Test"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-surface p-4"
    >
      <p className="min-w-0 flex-[1_1_16rem]">
        {isCall ? 'Hear it' : 'Read it'} before anybody else does: the same script, caller ID and agent, to your own
        number. <span className="text-subtle">Nobody of the list is contacted by it.</span>
      </p>
      <Button
        icon={isCall ? <Phone aria-hidden size={14} /> : <MessageSquare aria-hidden size={14} />}
        missing={missing ?? over}
        onClick={() => setOpen(true)}
      >
        {isCall ? 'Test call to me' : 'Test text to me'}
      </Button>
      <PartBoundary onFailed={() => setOpen(false)}>
        {open && <TestDialog campaign={campaign} onClose={() => setOpen(false)} />}
      </PartBoundary>
    </section>
  );
}
