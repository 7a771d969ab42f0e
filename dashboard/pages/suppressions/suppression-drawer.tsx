import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyableId } from '../../components/copyable.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Phone } from '../../components/phone.tsx';
import { Pill } from '../../components/pill.tsx';
import { Time } from '../../components/time.tsx';
import { toast } from '../../components/toast-store.ts';
import { actorWords } from '../failures/actor-words.ts';
import { lift, type Suppression } from './queries.ts';
import { bannedWords, SOURCE_WORDS } from './words.ts';

/** One no: who said it to whom, when, how it is known, and its lifting. */
export function SuppressionDrawer({ suppression }: { suppression: Suppression }) {
  const { id, phone, purpose, channel, source, list, evidence, createdBy, createdAt, liftedAt } = suppression;
  const patch = usePatchSearch();
  const client = useQueryClient();
  const { missing } = useScope('consent:write');
  const [open, setOpen] = useState(false);
  const confirm = async (reason: string): Promise<void> => {
    await lift(id, reason);
    for (const key of ['suppressions', 'consents']) void client.invalidateQueries({ queryKey: [key] });
    toast({ title: 'The suppression is lifted', detail: 'It stays on record with your reason.' });
    patch({ no: undefined });
  };
  const cannot =
    missing ??
    (list === null ? undefined : `It is on the list ${list}: load that list without it, or remove the list.`);
  return (
    <Drawer
      title={<Phone phone={phone} of={{ kind: 'suppression', id }} />}
      status={<SuppressionState liftedAt={liftedAt} />}
      onClose={() => patch({ no: undefined })}
    >
      <div className="flex flex-col gap-5">
        <p>
          No {bannedWords(purpose, channel)} go to this number{liftedAt === null ? '' : ' until it was lifted'}.
        </p>
        <KeyValue
          items={[
            ['How it is known', SOURCE_WORDS[source]],
            ...(list === null ? [] : [['List', list] as const]),
            ['Evidence', evidence ?? <span className="text-subtle">None was kept.</span>],
            ['By', actorWords(createdBy)],
            ['When', <Time key="at" at={createdAt} as="long" />],
            ...(liftedAt === null
              ? []
              : ([
                  ['Lifted', <Time key="lifted" at={liftedAt} as="long" />],
                  ['Lifted by', actorWords(suppression.liftedBy ?? '')],
                  ['Why', suppression.liftedReason],
                ] as const)),
            ['Id', <CopyableId key="id" id={id} label="suppression id" />],
          ]}
        />
        {liftedAt === null && (
          <p>
            <Button kind="danger-quiet" missing={cannot} onClick={() => setOpen(true)}>
              Lift
            </Button>
          </p>
        )}
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Lift this suppression?"
        confirm="Lift it"
        danger
        reason="required"
        onConfirm={confirm}
      >
        <p>
          Campaigns and reminders may call or text the number again. Do this only when the person said yes again; say
          how in the reason. Contacts that ended because of it stay ended.
        </p>
      </ConfirmDialog>
    </Drawer>
  );
}

export const SuppressionState = ({ liftedAt }: { liftedAt: string | null }) => (
  <Pill tone={liftedAt === null ? 'suppressed' : 'neutral'} size="sm">
    {liftedAt === null ? 'Suppressed' : 'Lifted'}
  </Pill>
);
