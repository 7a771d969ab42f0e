import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Pill } from '../../components/pill.tsx';
import { Time } from '../../components/time.tsx';
import { toast } from '../../components/toast-store.ts';
import { liftSuppression, type History } from './queries.ts';

/** One "no", where it came from, and whether it holds. */
export function SuppressionRow({ suppression }: { suppression: History['suppressions'][number] }) {
  const { id, liftedAt, liftedReason, purpose, channel, list, source, evidence, createdAt } = suppression;
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const { missing } = useScope('consent:write');
  const scope = [purpose, channel].filter((part) => part !== '').join(', ');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <Pill tone={liftedAt === null ? 'suppressed' : 'neutral'} size="sm">
        {liftedAt === null ? 'Holds' : 'Lifted'}
      </Pill>
      <span>{scope === '' ? 'to everything' : `to ${scope}`}</span>
      <span className="text-subtle">
        {list === null ? `by ${source}` : `on the list ${list}`}, <Time at={createdAt} as="both" />
      </span>
      {liftedAt === null && list === null && (
        <span className="ml-auto">
          <Button size="sm" missing={missing} onClick={() => setAsking(true)}>
            Lift
          </Button>
        </span>
      )}
      {evidence !== null && <span className="w-full text-sm text-muted">“{evidence}”</span>}
      {liftedAt !== null && <span className="w-full text-sm text-muted">Lifted: {liftedReason}</span>}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Lift this no?"
        confirm="Lift it"
        reason="required"
        onConfirm={async (reason) => {
          await liftSuppression(id, reason);
          toast({ title: 'Lifted: the number may be contacted again.' });
          void client.invalidateQueries({ queryKey: ['contacts'] });
          void client.invalidateQueries({ queryKey: ['suppressions'] });
        }}
      >
        <p>From now on this person may be contacted again by whatever campaign has them. Say who allowed it.</p>
      </ConfirmDialog>
    </li>
  );
}
