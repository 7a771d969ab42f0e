import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { Kbd } from './kbd.tsx';
import type { MenuItem, MenuProps } from './menu-item.ts';

const ITEM =
  'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none select-none data-[highlighted]:bg-hover';

/** The menu itself, open from the start: it is fetched when somebody opens it. */
export function MenuList({ trigger, groups, align = 'end' }: MenuProps) {
  return (
    // Not modal: a modal one locks the scrolling of the page under it.
    <Radix.Root modal={false} defaultOpen>
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
