import {
  Activity,
  Ban,
  BellRing,
  Hash,
  Megaphone,
  Settings,
  TriangleAlert,
  Wallet,
  type LucideIcon,
} from 'lucide-react';
import type { LinkProps } from '@tanstack/react-router';

interface NavItem {
  to: NonNullable<LinkProps['to']>;
  words: string;
  icon: LucideIcon;
  /** After "g". */
  key: string;
}

/** The left navigation (E1), in its order. */
export const NAV_ITEMS: readonly NavItem[] = [
  { to: '/campaigns', words: 'Campaigns', icon: Megaphone, key: 'c' },
  { to: '/reminders', words: 'Reminders', icon: BellRing, key: 'r' },
  { to: '/failures', words: 'Failures', icon: TriangleAlert, key: 'f' },
  { to: '/credits', words: 'Credits', icon: Wallet, key: 'm' },
  { to: '/numbers', words: 'Numbers', icon: Hash, key: 'n' },
  { to: '/suppressions', words: 'Suppressions', icon: Ban, key: 's' },
  { to: '/system', words: 'System', icon: Activity, key: 'y' },
  { to: '/settings', words: 'Settings', icon: Settings, key: 't' },
];
