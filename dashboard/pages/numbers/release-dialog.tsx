import { useQueryClient } from '@tanstack/react-query';
import type { OwnNumber } from '../../api/accounts.ts';
import { useIntentKey } from '../../app/use-intent-key.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { phoneWords } from '../../format/phone.ts';
import { releaseNumber, type NumberUse } from './queries.ts';

interface ReleaseDialogProps {
  number: OwnNumber;
  use: NumberUse | undefined;
  onClose: () => void;
}

/** Gives a number back to its provider; somebody else may get it. */
export function ReleaseDialog({ number, use, onClose }: ReleaseDialogProps) {
  const client = useQueryClient();
  const patch = usePatchSearch();
  const key = useIntentKey();
  const shown = phoneWords(number.phone);
  const users = use?.campaigns ?? [];
  const release = async (): Promise<void> => {
    const sent = releaseNumber(number.id, { force: false, idempotencyKey: key.current() });
    sent.catch(key.refused);
    const { state, message } = await sent;
    void client.invalidateQueries({ queryKey: ['numbers'] });
    void client.invalidateQueries({ queryKey: ['orders'] });
    if (state === 'refused') {
      key.renew();
      throw new Error(message ?? 'The provider refused.');
    }
    toast(
      state === 'done'
        ? { title: `${shown} was given back` }
        : {
            tone: 'warning',
            title: 'It is not known whether it was given back',
            detail: 'See Orders, and look at the provider.',
          },
    );
    patch({ number: undefined, ...(state === 'unknown' ? { tab: 'orders' } : {}) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Give ${shown} back?`}
      confirm="Give the number back"
      danger
      typedName={number.phone}
      onConfirm={release}
    >
      <p>
        It may be gone for good, and people who call it back reach somebody else. It stops costing its monthly price.
        What was recorded stays.
      </p>
      {users.length > 0 && (
        <p className="mt-2 font-medium">
          {plural(users.length, 'campaign or programme sends', 'campaigns and programmes send')} from it and cannot go
          on without another number: {users.map(({ name }) => name).join(', ')}.
        </p>
      )}
    </ConfirmDialog>
  );
}
