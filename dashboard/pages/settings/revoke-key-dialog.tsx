import { useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Time } from '../../components/time.tsx';
import { toast } from '../../components/toast-store.ts';
import { revokeKey, type Key } from './queries.ts';

export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: Key; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = async (): Promise<void> => {
    await revokeKey(apiKey.id);
    void client.invalidateQueries({ queryKey: ['keys'] });
    toast({ title: `${apiKey.name} does not work any more` });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${apiKey.name}?`}
      confirm="Revoke the key"
      danger
      onConfirm={revoke}
    >
      <p>
        Whatever uses it is refused from this moment on, for good.{' '}
        {apiKey.lastUsedAt === null ? (
          'It was never used.'
        ) : (
          <>
            It was used last <Time at={apiKey.lastUsedAt} as="both" />.
          </>
        )}
      </p>
    </ConfirmDialog>
  );
}
