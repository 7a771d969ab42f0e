import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useScope, useSession } from '../../app/session/use-session.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { ChangeUserDialog, DisableUserDialog } from './change-user-dialogs.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { usersQuery, type User } from './queries.ts';
import { SecretOnce } from './secret-once.tsx';
import { SectionHead } from './section-head.tsx';
import { userColumns } from './user-columns.tsx';
import { UserMenu } from './user-row-menu.tsx';

type Open = { what: 'invite' } | { what: 'change' | 'disable'; user: User };

/** Who signs in, and what they may do. */
export function UsersSettings() {
  const query = useQuery(usersQuery);
  const { missing } = useScope('users:write');
  const { user: self } = useSession();
  const [open, setOpen] = useState<Open | null>(null);
  const [link, setLink] = useState<{ name: string; link: string } | null>(null);
  return (
    <>
      <SectionHead
        title="Users"
        actions={
          <>
            <ExportLink href={addressOf('/users.csv')} />
            <AsCommand call={{ method: 'GET', address: addressOf('/users') }} cli="outdial users list" />
            <Button
              kind="primary"
              icon={<UserPlus aria-hidden size={14} />}
              missing={missing}
              onClick={() => setOpen({ what: 'invite' })}
            >
              Invite a person
            </Button>
          </>
        }
      >
        People who sign in. They are disabled, never deleted: the audit trail names them.
      </SectionHead>
      <QueryView query={query} what="The users">
        {({ items }) => (
          <DataTable
            caption="Users"
            columns={userColumns({
              self: self.id,
              menu: (user) => (
                <UserMenu
                  user={user}
                  isLastAdmin={isLastAdmin(user, items)}
                  missing={missing}
                  onChange={() => setOpen({ what: 'change', user })}
                  onDisable={() => setOpen({ what: 'disable', user })}
                  onLink={(made) => setLink({ name: user.name, link: made })}
                />
              ),
            })}
            rows={items}
            rowKey={({ id }) => id}
            rowHeight={52}
            empty={
              <EmptyState title="Nobody yet">
                The first administrator comes by the link that outdial up prints.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      {open?.what === 'invite' && <InviteDialog onClose={() => setOpen(null)} onMade={setLink} />}
      {open?.what === 'change' && (
        <ChangeUserDialog
          user={open.user}
          isLastAdmin={isLastAdmin(open.user, query.data?.items ?? [])}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.what === 'disable' && <DisableUserDialog user={open.user} onClose={() => setOpen(null)} />}
      {link !== null && (
        <SecretOnce
          title={`A link for ${link.name}`}
          words="Send it to them yourself, by a way that only they read. Under it they set a password. It works once."
          secret={link.link}
          onClose={() => setLink(null)}
        />
      )}
    </>
  );
}

/** The only one who can still change who may do what. */
const isLastAdmin = (user: User, all: readonly User[]): boolean =>
  user.role === 'admin' &&
  user.state === 'active' &&
  !all.some(({ id, role, state }) => id !== user.id && role === 'admin' && state === 'active');
