import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

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

interface MenuProps {
  trigger: ReactElement;
  /** Groups, with a line between them. */
  groups: readonly { label?: string; items: readonly MenuItem[] }[];
  align?: 'start' | 'end';
}

const ITEM =
  'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none select-none data-[highlighted]:bg-hover';

/** A list of things to do, opened by a button. */
export function Menu({ trigger, groups, align = 'end' }: MenuProps) {
  return (
    // Not modal: a modal one locks the scrolling of the page under it.
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-52 animate-rise-in rounded-lg border border-line bg-raised p-1 shadow-2"
        >
          {groups.map(({ label, items }, at) => (
            <Radix.Group key={at}>
              {at > 0 && <Radix.Separator className="my-1 h-px bg-line" />}
              {label !== undefined && (
                <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-subtle">{label}</Radix.Label>
              )}
              {items.map((item) => (
                <Item key={item.label} {...item} />
              ))}
            </Radix.Group>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({ label, onSelect, icon, keys, danger, checked, missing }: MenuItem) {
  const inside = (
    <>
      <span className="flex w-4 justify-center text-subtle">{checked === true ? <Check size={14} /> : icon}</span>
      <span className="flex-1">
        {label}
        {missing !== undefined && <span className="block max-w-60 text-xs text-subtle">{missing}</span>}
      </span>
      {keys !== undefined && <Kbd keys={keys} />}
    </>
  );
  const look = clsx(ITEM, danger && 'text-tone-fg', missing !== undefined && 'text-subtle');
  const tone = danger === true ? { 'data-tone': 'danger' } : {};
  if (checked !== undefined) {
    return (
      <Radix.CheckboxItem checked={checked} className={look} onSelect={onSelect} {...tone}>
        {inside}
      </Radix.CheckboxItem>
    );
  }
  return (
    <Radix.Item disabled={missing !== undefined} className={look} onSelect={onSelect} {...tone}>
      {inside}
    </Radix.Item>
  );
}
