import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { signOut } from '../../api/session.ts';
import { toProblem } from '../../api/problem.ts';
import { Menu } from '../../components/menu.tsx';
import { toast } from '../../components/toast-store.ts';
import { live } from '../../live/live.ts';
import { useSession } from '../session/use-session.ts';
import { chooseTheme, useThemeChoice, type ThemeChoice } from '../theme.ts';

const THEMES = [
  ['system', 'As the system', Monitor],
  ['light', 'Light', Sun],
  ['dark', 'Dark', Moon],
] as const satisfies readonly [ThemeChoice, string, unknown][];

/** Who is signed in, the theme, help, and the way out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { user, version } = useSession();
  const theme = useThemeChoice();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    try {
      await signOut();
      live.close();
      client.clear();
      await navigate({ to: '/login' });
    } catch (error) {
      toast({ tone: 'danger', title: 'Not signed out', detail: toProblem(error).message });
    }
  };
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent-text hover:ring-2 hover:ring-line-strong"
        >
          {initials(user.name)}
          <span className="sr-only">
            , menu of {user.name}, {user.role}
          </span>
        </button>
      }
      groups={[
        {
          label: `${user.name}, ${user.role}`,
          items: THEMES.map(([choice, label, Icon]) => ({
            label,
            icon: <Icon size={14} />,
            checked: theme === choice,
            onSelect: () => chooseTheme(choice),
          })),
        },
        { items: [{ label: 'Keyboard shortcuts', icon: <Keyboard size={14} />, keys: '?', onSelect: onHelp }] },
        {
          label: `Outdial ${version}`,
          items: [{ label: 'Sign out', icon: <LogOut size={14} />, onSelect: () => void leave() }],
        },
      ]}
    />
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();
