import { lazily } from './lazily.ts';
import type { MenuProps } from './menu-item.ts';
import { OnDemand } from './on-demand.tsx';

const load = () => import('./menu-list.tsx');
const MenuList = lazily(() => load().then(({ MenuList: list }) => list));

/** A list of things to do, opened by a button. */
export const Menu = (props: MenuProps) => (
  <OnDemand trigger={props.trigger} preload={load} opens="menu">
    <MenuList {...props} />
  </OnDemand>
);
