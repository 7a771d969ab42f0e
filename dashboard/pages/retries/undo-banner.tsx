import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useNow } from '../../app/use-now.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { plural } from '../../format/number.ts';
import type { Retry } from './queries.ts';
import { undoStart } from './use-start.ts';

/** The moment before the first dial, in which a start can be taken back whole. */
export function UndoBanner({ retry }: { retry: Retry }) {
  const nowMs = useNow();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { missing } = useScope('campaigns:write');
  const leftMs = retry.startsAt === null ? 0 : Date.parse(retry.startsAt) - nowMs;
  const isOpen = retry.state === 'running' && leftMs > 0;
  const undo = async (): Promise<void> => {
    setBusy(true);
    await undoStart(retry, () => {
      for (const queryKey of [['retry', retry.id], ['retries'], ['failures']])
        void client.invalidateQueries({ queryKey });
    });
    setBusy(false);
  };
  useShortcut('u', 'Take the start back', () => void undo(), isOpen && missing === undefined && !busy);
  if (!isOpen) return null;
  return (
    <Callout
      tone="info"
      title={`Starts in ${Math.max(1, Math.ceil(leftMs / 1_000))} s`}
      actions={
        <Button kind="primary" busy={busy} missing={missing} onClick={() => void undo()}>
          Take it back <Kbd keys="u" />
        </Button>
      }
    >
      Nobody is dialled yet. Taken back now, {plural(retry.plan.willDial, 'contact stands', 'contacts stand')} as if
      nothing had been.
    </Callout>
  );
}
