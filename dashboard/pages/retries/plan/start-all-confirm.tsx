import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { count, plural } from '../../../format/number.ts';
import { duration } from '../../../format/time.ts';
import type { Retry } from '../queries.ts';
import { useStartAll } from '../use-start-all.ts';
import { costWords, totalsOf } from './plan-totals.ts';

interface StartAllConfirmProps {
  /** Of these each dials somebody. */
  ready: readonly Retry[];
  onStarted: () => void;
  onClose: () => void;
}

/** Asks once more with count and cost of all, then starts each. */
export function StartAllConfirm({ ready, onStarted, onClose }: StartAllConfirmProps) {
  const start = useStartAll(onStarted);
  const totals = totalsOf(ready.map((retry) => ({ retry })));
  const contacts = plural(totals.willDial, 'contact');
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
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
  );
}
