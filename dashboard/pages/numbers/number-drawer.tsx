import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OwnNumber } from '../../api/accounts.ts';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { CopyableId } from '../../components/copyable.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { phoneWords } from '../../format/phone.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { CampaignLink } from './campaign-link.tsx';
import { FailedShare } from './number-columns.tsx';
import type { NumberUse } from './queries.ts';
import { ReleaseDialog } from './release-dialog.tsx';

interface NumberDrawerProps {
  number: OwnNumber;
  use: NumberUse | undefined;
  lookedAt: number;
}

/** One number: what it does, who uses it, how it does. */
export function NumberDrawer({ number, use, lookedAt }: NumberDrawerProps) {
  const patch = usePatchSearch();
  const { missing } = useScope('accounts:write');
  const [open, setOpen] = useState<'assign' | 'release' | null>(null);
  const isGone = number.status === 'released' ? 'It was given back.' : undefined;
  return (
    <Drawer title={phoneWords(number.phone)} onClose={() => patch({ number: undefined })}>
      <div className="flex flex-col gap-6">
        <div className="flex flex-wrap gap-2">
          <Button size="sm" kind="primary" missing={missing ?? isGone} onClick={() => setOpen('assign')}>
            Change agent or label
          </Button>
          <LinkButton size="sm" to="/settings/replies" search={{ number: number.id }}>
            Replies to STOP, START, HELP
          </LinkButton>
          <Button size="sm" kind="danger-quiet" missing={missing ?? isGone} onClick={() => setOpen('release')}>
            Give back
          </Button>
        </div>
        <KeyValue
          items={[
            ['Label', number.label],
            ['Account', number.accountName],
            ['Agent', number.agentName ?? number.agentRef ?? 'none: it cannot place calls by itself'],
            ["Provider's id", <CopyableId key="ref" id={number.providerRef} label="provider id" />],
            ['Id', <CopyableId key="id" id={number.id} />],
            ['As of', <Time key="at" at={number.syncedAt} as="both" />],
          ]}
        />
        <section>
          <h3 className="mb-2 font-semibold">Who uses it</h3>
          {use === undefined || use.campaigns.length === 0 ? (
            <p className="text-muted">No campaign or programme that is under way.</p>
          ) : (
            <ul className="divide-y divide-line rounded-lg border border-line">
              {use.campaigns.map(({ id, programmeId, name, state }) => (
                <li key={id} className="flex items-center justify-between gap-3 px-3 py-2">
                  <CampaignLink campaignId={id} programmeId={programmeId} name={name} />
                  <StatusPill kind="run" state={state} />
                </li>
              ))}
            </ul>
          )}
        </section>
        <section>
          <h3 className="mb-2 font-semibold">How it did lately</h3>
          <KeyValue
            items={[
              ['Attempts', count(use?.attempts ?? 0)],
              ['Failed', count(use?.failed ?? 0)],
              ['Share', <FailedShare key="share" use={use} />],
            ]}
          />
          <p className="mt-2 text-sm text-subtle">
            Of the newest {count(lookedAt)} calls and texts of all numbers.{' '}
            <Link to="/failures" className="link">
              Failures by cause
            </Link>
          </p>
        </section>
      </div>
      {open === 'assign' && <AssignDialog number={number} onClose={() => setOpen(null)} />}
      {open === 'release' && <ReleaseDialog number={number} use={use} onClose={() => setOpen(null)} />}
    </Drawer>
  );
}
