import { PhoneOutgoing } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { money } from '../../../format/money.ts';
import { count, plural } from '../../../format/number.ts';
import { duration } from '../../../format/time.ts';
import type { Retry } from '../queries.ts';
import type { Start } from '../use-start.ts';

interface StartButtonProps {
  retry: Retry;
  start: Start;
  autoFocus?: boolean;
  /** A key of the page, where no dialog has the keys. */
  keys?: string;
}

/** Asks once more with count and cost, then starts. */
export function StartButton({ retry, start, autoFocus, keys }: StartButtonProps) {
  const [asking, setAsking] = useState(false);
  const { missing } = useScope('campaigns:write');
  const { willDial, outsideHours, costAtMostMicros, currency, durationSeconds } = retry.plan;
  const contacts = plural(willDial, 'contact');
  const mayStart = missing === undefined && willDial > 0;
  useShortcut(keys ?? 's', 'Start this plan', () => setAsking(true), keys !== undefined && mayStart);
  return (
    <>
      <Button
        kind="primary"
        icon={<PhoneOutgoing aria-hidden size={14} />}
        missing={missing}
        disabled={willDial === 0}
        autoFocus={autoFocus}
        onClick={() => setAsking(true)}
      >
        Start: dial {contacts}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Dial ${contacts} again?`}
        confirm={`Dial ${contacts}`}
        onConfirm={() => start.run(retry)}
      >
        <p>
          At most {money(costAtMostMicros, currency)}, about {duration(durationSeconds * 1_000)}.
          {outsideHours > 0 && ` ${count(outsideHours)} of them wait for their hours.`}
          {retry.canary !== null &&
            ` ${count(Math.min(retry.canary.count, willDial))} go first; the rest only if no more than ${retry.canary.stopAbovePercent} % of them fail.`}
        </p>
        <p className="mt-2 text-muted">
          For 5 seconds you can take it back as if nothing had been. After that you can abort it at any time.
        </p>
      </ConfirmDialog>
    </>
  );
}
