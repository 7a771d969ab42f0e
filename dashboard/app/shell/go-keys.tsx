import { useNavigate } from '@tanstack/react-router';
import { useShortcut } from '../shortcuts.ts';
import { NAV_ITEMS } from './nav-items.ts';

/** "g c" and its like. */
export const GoKeys = () => NAV_ITEMS.map((item) => <GoKey key={item.key} item={item} />);

function GoKey({ item }: { item: (typeof NAV_ITEMS)[number] }) {
  const navigate = useNavigate();
  useShortcut(`g ${item.key}`, `Go to ${item.words}`, () => void navigate({ to: item.to }));
  return null;
}
