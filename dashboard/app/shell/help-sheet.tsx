import { Dialog } from '../../components/dialog.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { useShortcuts } from '../shortcuts.ts';

/** Every key that means something on this page right now. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const shortcuts = useShortcuts();
  const unique = [...new Map(shortcuts.map((one) => [one.keys, one])).values()];
  const [go, here] = [
    unique.filter(({ keys }) => keys.startsWith('g ')),
    unique.filter(({ keys }) => !keys.startsWith('g ')),
  ];
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard shortcuts" width="md">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {[
          { title: 'On this page', items: here },
          { title: 'Anywhere', items: go },
        ].map(({ title, items }) => (
          <section key={title}>
            <h3 className="mb-2 text-sm font-semibold text-subtle">{title}</h3>
            <dl className="flex flex-col gap-1.5">
              {items.map(({ keys, words }) => (
                <div key={keys} className="flex items-center justify-between gap-4">
                  <dt>{words}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
