import type { ReactElement, ReactNode } from 'react';

export interface MenuItem {
  label: string;
  onSelect: () => void;
  icon?: ReactNode;
  keys?: string;
  danger?: boolean;
  /** Set = one of several, this one chosen or not. */
  checked?: boolean;
  /** Why it cannot be chosen. */
  missing?: string | undefined;
}

export interface MenuProps {
  trigger: ReactElement;
  /** Groups, with a line between them. */
  groups: readonly { label?: string; items: readonly MenuItem[] }[];
  align?: 'start' | 'end';
}
