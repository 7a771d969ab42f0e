import { KeyRound, MoreHorizontal, Pencil, UserCheck, UserX } from 'lucide-react';
import { useAct } from '../../app/use-act.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { changeUser, resetUser, type User } from './queries.ts';

interface UserMenuProps {
  user: User;
  isLastAdmin: boolean;
  missing: string | undefined;
  onChange: () => void;
  onDisable: () => void;
  onLink: (link: string) => void;
}

const LAST = 'The only administrator who can sign in: make somebody else one first.';

export function UserMenu({ user, isLastAdmin, missing, onChange, onDisable, onLink }: UserMenuProps) {
  const linking = useAct({
    run: () => resetUser(user.id),
    failed: 'No link was made',
    stale: [['users']],
    done: ({ link }) => {
      onLink(link);
      return undefined;
    },
  });
  const enabling = useAct({
    run: () => changeUser(user.id, { disabled: false }),
    failed: `${user.name} is not enabled`,
    stale: [['users']],
    done: () => ({ title: `${user.name} gets in again`, detail: 'With the password that they had.' }),
  });
  const isDisabled = user.state === 'disabled';
  return (
    <span onClick={(event) => event.stopPropagation()}>
      <Menu
        trigger={<IconButton label={`What to do with ${user.name}`} icon={<MoreHorizontal size={16} />} />}
        groups={[
          {
            items: [
              { label: 'Change role or name', icon: <Pencil size={14} />, missing, onSelect: onChange },
              {
                label: user.state === 'invited' ? 'New link to join' : 'Link to a new password',
                icon: <KeyRound size={14} />,
                missing: missing ?? (isDisabled ? 'Enable them first.' : undefined),
                onSelect: () => linking.mutate(),
              },
            ],
          },
          {
            items: [
              isDisabled
                ? { label: 'Enable', icon: <UserCheck size={14} />, missing, onSelect: () => enabling.mutate() }
                : {
                    label: 'Disable',
                    icon: <UserX size={14} />,
                    danger: true,
                    missing: missing ?? (isLastAdmin ? LAST : undefined),
                    onSelect: onDisable,
                  },
            ],
          },
        ]}
      />
    </span>
  );
}
