import { Ban, Ellipsis, Globe, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useScope } from '../../app/session/use-session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { lazily } from '../../components/lazily.ts';
import { Menu } from '../../components/menu.tsx';
import { PartBoundary } from '../../components/part-boundary.tsx';
import { explainQuery, type History } from './queries.ts';
import { SuppressDialog } from './suppress-dialog.tsx';
import { openCause } from './words.ts';
import { ZoneDialog } from './zone-dialog.tsx';

const PlanDialog = lazily(() => import('../retries/plan/plan-dialog.tsx').then(({ PlanDialog: dialog }) => dialog));

/** What can be done for this one person; what cannot says why. */
export function ContactActions({ history }: { history: History }) {
  const { id, campaignId, state } = history;
  const [open, setOpen] = useState<'suppress' | 'retry' | 'zone' | null>(null);
  const write = useScope('campaigns:write');
  const consent = useScope('consent:write');
  const { data: explanation } = useQuery(explainQuery(id, undefined));
  const cause = openCause(history);
  const isReminder = explanation?.reminder !== null && explanation !== undefined;
  const cannotRetry =
    write.missing ??
    (campaignId === null || isReminder
      ? 'Reminders are sent again from their appointment.'
      : history.testOf !== null
        ? 'A test is sent again from its campaign.'
        : cause === null
          ? 'Only who failed is tried again; this one has not.'
          : undefined);
  const cannotRepair = write.missing ?? (state === 'unknown_zone' ? undefined : 'Its zone is known.');
  const close = (): void => setOpen(null);
  useShortcut('r', 'Retry this contact', () => setOpen('retry'), cannotRetry === undefined);
  return (
    <>
      <Menu
        trigger={<IconButton kind="secondary" label="Do something with this contact" icon={<Ellipsis size={16} />} />}
        groups={[
          {
            items: [
              {
                label: 'Retry this one',
                icon: <RotateCw size={14} />,
                keys: 'r',
                missing: cannotRetry,
                onSelect: () => setOpen('retry'),
              },
              {
                label: 'Say its zone',
                icon: <Globe size={14} />,
                missing: cannotRepair,
                onSelect: () => setOpen('zone'),
              },
            ],
          },
          {
            items: [
              {
                label: 'Suppress this person',
                icon: <Ban size={14} />,
                danger: true,
                missing: consent.missing,
                onSelect: () => setOpen('suppress'),
              },
            ],
          },
        ]}
      />
      {open === 'suppress' && <SuppressDialog history={history} onClose={close} />}
      {open === 'zone' && campaignId !== null && <ZoneDialog contactId={id} campaignId={campaignId} onClose={close} />}
      <PartBoundary onFailed={close}>
        {open === 'retry' && campaignId !== null && cause !== null && (
          <PlanDialog
            source={{
              kind: 'failures',
              words: history.name ?? `Contact ${id}`,
              picked: {
                cause,
                filter: {},
                all: false,
                ids: new Map([[campaignId, [id]]]),
                campaigns: [
                  { id: campaignId, name: explanation?.campaign ?? 'its campaign', kind: 'campaign', contacts: 1 },
                ],
                count: 1,
              },
            }}
            onClose={close}
          />
        )}
      </PartBoundary>
    </>
  );
}
