import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useScope } from '../../app/session/use-session.ts';
import { useNow } from '../../app/use-now.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { keyColumns, keyState } from './key-columns.tsx';
import { keysQuery, type Key } from './queries.ts';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';
import { SecretOnce } from './secret-once.tsx';
import { SectionHead } from './section-head.tsx';

const route = getRouteApi('/app/settings/keys');

/** Keys for programs. */
export function KeysSettings() {
  const { ended } = route.useSearch();
  const patch = usePatchSearch();
  const nowMs = useNow();
  const query = useQuery(keysQuery);
  const { missing } = useScope('keys:write');
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<Key | null>(null);
  return (
    <>
      <SectionHead
        title="API keys"
        actions={
          <>
            <ExportLink href={addressOf('/keys.csv')} />
            <AsCommand call={{ method: 'GET', address: addressOf('/keys') }} cli="outdial keys list" />
            <Button
              kind="primary"
              icon={<Plus aria-hidden size={14} />}
              missing={missing}
              onClick={() => setMaking(true)}
            >
              Make a key
            </Button>
          </>
        }
      >
        For programs, the command line and other systems. A key is shown once; only its hash is kept.
      </SectionHead>
      <QueryView query={query} what="The API keys">
        {({ items }) => {
          const shown = items.filter((key) => ended === true || keyState(key, nowMs) === 'active');
          return (
            <>
              <div className="mb-3">
                <Checkbox
                  label="Revoked and expired too"
                  checked={ended === true}
                  onChange={(checked) => patch({ ended: checked || undefined })}
                />
              </div>
              <DataTable
                caption="API keys"
                columns={keyColumns({ nowMs, missing, onRevoke: setRevoking })}
                rows={shown}
                rowKey={({ id }) => id}
                empty={
                  <EmptyState title="No key that works" icon={<KeyRound size={18} />}>
                    Make one for each program that talks to Outdial, with no more scopes than it needs.
                  </EmptyState>
                }
              />
            </>
          );
        }}
      </QueryView>
      {isMaking && <CreateKeyDialog onClose={() => setMaking(false)} onMade={setMade} />}
      {made !== null && (
        <SecretOnce
          title="Your new API key"
          words="Send it as “Authorization: Bearer …”, or put it into OUTDIAL_API_KEY for the command line."
          secret={made}
          onClose={() => setMade(null)}
        />
      )}
      {revoking !== null && <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}
