import { PhoneOutgoing } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { count, plural } from '../../../format/number.ts';
import { duration } from '../../../format/time.ts';
import { useStartAll } from '../use-start-all.ts';
import { costWords, totalsOf } from './plan-totals.ts';
import type { Planned } from './plan-source.ts';

interface StartAllButtonProps {
  plans: readonly Planned[];
  onStarted: () => void;
}

/** Asks once more with count and cost of all, then starts each. */
export function StartAllButton({ plans, onStarted }: StartAllButtonProps) {
  const [asking, setAsking] = useState(false);
  const { missing } = useScope('campaigns:write');
  const start = useStartAll(onStarted);
  const ready = plans.flatMap(({ retry }) => (retry === null || retry.plan.willDial === 0 ? [] : [retry]));
  const totals = totalsOf(ready.map((retry) => ({ retry })));
  const contacts = plural(totals.willDial, 'contact');
  return (
    <>
      <Button
        kind="primary"
        icon={<PhoneOutgoing aria-hidden size={14} />}
        missing={missing}
        disabled={ready.length === 0}
        autoFocus
        onClick={() => setAsking(true)}
      >
        Start {plural(ready.length, 'run')}: dial {contacts}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Dial ${contacts} again?`}
        confirm={`Dial ${contacts}`}
        onConfirm={() => start(ready)}
      >
        <p>
          In {plural(ready.length, 'campaign')}, each in a run of its own. At most {costWords(totals)}, about{' '}
          {duration(totals.durationSeconds * 1_000)}.
          {totals.outsideHours > 0 && ` ${count(totals.outsideHours)} of them wait for their hours.`}
          {ready.some(({ canary }) => canary !== null) && ' In each a few go first; the rest only if these go well.'}
        </p>
        <p className="mt-2 text-muted">
          For 5 seconds you can take them back as if nothing had been. After that you can abort each at any time.
        </p>
      </ConfirmDialog>
    </>
  );
}
