import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../../app/use-act.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyableId } from '../../components/copyable.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Time } from '../../components/time.tsx';
import { toast } from '../../components/toast-store.ts';
import { count, plural } from '../../format/number.ts';
import { actorWords } from '../failures/actor-words.ts';
import { Deliveries } from './deliveries.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { EndpointState } from './endpoint-state.tsx';
import { changeEndpoint, removeEndpoint, rotateSecret, testEndpoint, type Endpoint } from './queries.ts';
import type { WebhooksSearch } from './search.ts';

interface EndpointDrawerProps {
  endpoint: Endpoint;
  state: WebhooksSearch['state'];
  missing: string | undefined;
  onSecret: (secret: string) => void;
}

const STALE = [['webhooks']] as const;
const gaveUp = (givenUp: number): string | undefined =>
  givenUp === 0 ? undefined : `${plural(givenUp, 'event that waited is', 'events that waited are')} given up.`;

/** One address: what it was told, and what is to be done with it. */
export function EndpointDrawer({ endpoint, state, missing, onSecret }: EndpointDrawerProps) {
  const { id, url, kinds, enabled, disabledReason, waiting } = endpoint;
  const patch = usePatchSearch();
  const client = useQueryClient();
  const [open, setOpen] = useState<'change' | 'off' | 'rotate' | 'remove' | null>(null);
  const testing = useAct({
    run: () => testEndpoint(id),
    failed: 'No test was sent',
    stale: STALE,
    done: ({ eventId }) => ({
      title: `Test event ${count(eventId)} is on its way`,
      detail: 'What comes of it shows below.',
    }),
  });
  const enabling = useAct({
    run: () => changeEndpoint(id, { enabled: true }),
    failed: 'It is still off',
    stale: STALE,
    done: () => ({ title: 'It is told again', detail: 'From the next event on.' }),
  });
  const act = async (run: () => Promise<{ givenUp: number }>, title: string): Promise<void> => {
    const { givenUp } = await run();
    void client.invalidateQueries({ queryKey: STALE[0] });
    toast({ title, detail: gaveUp(givenUp) });
  };
  const close = (is: boolean): void => void (!is && setOpen(null));
  const lost =
    waiting === 0
      ? 'Nothing waits for it.'
      : `${plural(waiting, 'event that waits', 'events that wait')} for it will not be sent.`;
  return (
    <Drawer
      width="lg"
      title={hostOf(url)}
      status={<EndpointState enabled={enabled} />}
      onClose={() => patch({ endpoint: undefined, state: undefined })}
    >
      <div className="flex flex-col gap-5">
        {!enabled && (
          <Callout
            tone="warning"
            title="It is told nothing"
            actions={
              <Button size="sm" missing={missing} busy={enabling.isPending} onClick={() => enabling.mutate()}>
                Turn on
              </Button>
            }
          >
            {disabledReason ?? 'It was turned off.'}
          </Callout>
        )}
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            missing={missing ?? (enabled ? undefined : 'Turn it on first.')}
            busy={testing.isPending}
            onClick={() => testing.mutate()}
          >
            Send a test
          </Button>
          <Button size="sm" missing={missing} onClick={() => setOpen('change')}>
            Change
          </Button>
          <Button size="sm" missing={missing} onClick={() => setOpen('rotate')}>
            Rotate secret
          </Button>
          {enabled && (
            <Button size="sm" missing={missing} onClick={() => setOpen('off')}>
              Turn off
            </Button>
          )}
          <Button size="sm" kind="danger-quiet" missing={missing} onClick={() => setOpen('remove')}>
            Remove
          </Button>
        </div>
        <KeyValue
          items={[
            [
              'Address',
              <span key="url" className="font-mono text-sm break-all">
                {url}
              </span>,
            ],
            ['Events', kinds.length === 0 ? 'all' : kinds.join(', ')],
            ['Waiting', count(waiting)],
            [
              'Added',
              <span key="at">
                by {actorWords(endpoint.createdBy)}, <Time at={endpoint.createdAt} as="both" />
              </span>,
            ],
            ['Id', <CopyableId key="id" id={id} label="webhook id" />],
          ]}
        />
        <Deliveries endpointId={id} state={state} missing={missing} />
      </div>
      {open === 'change' && <EndpointDialog endpoint={endpoint} onClose={() => setOpen(null)} onSecret={onSecret} />}
      <ConfirmDialog
        open={open === 'off'}
        onOpenChange={close}
        title="Turn it off?"
        confirm="Turn off"
        reason="optional"
        onConfirm={(reason) =>
          act(
            () => changeEndpoint(id, { enabled: false, ...(reason === '' ? {} : { reason }) }),
            'It is told nothing any more',
          )
        }
      >
        {lost} Later events are not kept for it either.
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'rotate'}
        onOpenChange={close}
        title="Make a new secret?"
        confirm="Make a new secret"
        onConfirm={async () => onSecret((await rotateSecret(id)).secret)}
      >
        The new one is shown once. The old one signs beside it for a day, so that nothing is lost while you change it.
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'remove'}
        onOpenChange={close}
        title="Remove this address?"
        confirm="Remove it"
        danger
        onConfirm={async () => {
          await act(() => removeEndpoint(id), 'The address is removed');
          patch({ endpoint: undefined });
        }}
      >
        {lost} This cannot be undone.
      </ConfirmDialog>
    </Drawer>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
