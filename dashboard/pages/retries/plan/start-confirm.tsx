import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { money } from '../../../format/money.ts';
import { count, plural } from '../../../format/number.ts';
import { duration } from '../../../format/time.ts';
import type { Retry } from '../queries.ts';
import type { Start } from '../use-start.ts';

interface StartConfirmProps {
  retry: Retry;
  start: Start;
  onClose: () => void;
}

/** Asks once more with count and cost, then starts. */
export function StartConfirm({ retry, start, onClose }: StartConfirmProps) {
  const { willDial, outsideHours, costAtMostMicros, currency, durationSeconds } = retry.plan;
  const contacts = plural(willDial, 'contact');
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
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
  );
}
