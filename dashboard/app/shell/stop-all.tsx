import { useQuery, useQueryClient } from '@tanstack/react-query';
import { OctagonX, Play } from 'lucide-react';
import { useState } from 'react';
import { startAll, stopAll, systemQuery } from '../../api/system.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { useScope } from '../session/use-session.ts';
import { useShortcut } from '../shortcuts.ts';

/** The brake of the whole installation, on every page. */
export function StopAll() {
  const { data: system } = useQuery(systemQuery);
  const client = useQueryClient();
  const { missing } = useScope('campaigns:write');
  const [open, setOpen] = useState(false);
  const isStopped = system?.stopped !== null && system?.stopped !== undefined;
  useShortcut('g x', 'Stop or start all dialing', () => setOpen(true), missing === undefined);

  const act = async (reason: string): Promise<void> => {
    if (isStopped) {
      await startAll();
      toast({ title: 'Dialing goes on.' });
    } else {
      const { inFlight } = await stopAll(reason);
      const detail =
        inFlight === 0
          ? 'Nothing is in progress.'
          : `${plural(inFlight, 'call or text', 'calls and texts')} in progress will finish.`;
      toast({ title: 'All dialing is stopped.', detail });
    }
    void client.invalidateQueries();
  };

  return (
    <>
      <Button
        kind={isStopped ? 'primary' : 'danger-quiet'}
        icon={isStopped ? <Play aria-hidden size={14} /> : <OctagonX aria-hidden size={14} />}
        missing={missing}
        onClick={() => setOpen(true)}
      >
        {isStopped ? 'Start dialing' : 'Stop'}
        {!isStopped && <span className="-ml-0.5 max-sm:sr-only">all dialing</span>}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={isStopped ? 'Start dialing again?' : 'Stop all dialing?'}
        confirm={isStopped ? 'Start dialing' : 'Stop all dialing'}
        danger={!isStopped}
        {...(isStopped ? {} : { reason: 'optional' as const })}
        onConfirm={act}
      >
        {isStopped ? (
          <p>Every running campaign goes on where it was, inside its allowed hours. Paused ones stay paused.</p>
        ) : (
          <p>
            No attempt of any campaign or reminder begins any more, from now on until somebody starts it again.{' '}
            {plural(system?.inFlight ?? 0, 'call or text that is', 'calls and texts that are')} under way will finish.
            Nothing is lost.
          </p>
        )}
      </ConfirmDialog>
    </>
  );
}
