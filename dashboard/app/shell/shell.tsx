import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { lazily } from '../../components/lazily.ts';
import { PartBoundary } from '../../components/part-boundary.tsx';
import { useLiveTopic } from '../../live/use-live.ts';
import { useShortcut } from '../shortcuts.ts';
import { BottomNav } from './bottom-nav.tsx';
import { ContactDrawerSlot } from './contact-drawer-slot.tsx';
import { GoKeys } from './go-keys.tsx';
import { Header } from './header.tsx';
import { SideNav } from './side-nav.tsx';
import { SystemBanner } from './system-banner.tsx';

const HelpSheet = lazily(() => import('./help-sheet.tsx').then(({ HelpSheet: sheet }) => sheet));
const Palette = lazily(() => import('./palette.tsx').then(({ Palette: palette }) => palette));

/** What stands around every page: navigation, header, bad news, the drawer of a contact. */
export function Shell() {
  useLiveTopic('system');
  const [over, setOver] = useState<'help' | 'palette' | null>(null);
  const close = (): void => setOver(null);
  useShortcut('?', 'Keyboard shortcuts', () => setOver('help'));
  useShortcut('mod+k', 'Go to a page or do something', () => setOver('palette'));
  useShortcut('/', 'Search on this page', focusSearch);
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-1.5 text-accent-fg focus:translate-y-0"
      >
        Skip to the page
      </a>
      <GoKeys />
      <div className="flex min-h-dvh">
        <SideNav />
        <div className="flex min-w-0 flex-1 flex-col">
          <Header onHelp={() => setOver('help')} onPalette={() => setOver('palette')} />
          <SystemBanner />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-[1400px] flex-1 px-4 py-5 pb-24 sm:px-6 md:pb-10"
          >
            <Outlet />
          </main>
        </div>
      </div>
      <BottomNav />
      <ContactDrawerSlot />
      <PartBoundary onFailed={close}>
        {over === 'help' ? (
          <HelpSheet onClose={close} />
        ) : (
          over === 'palette' && <Palette onClose={close} onHelp={() => setOver('help')} />
        )}
      </PartBoundary>
    </>
  );
}

/** The first field of the page that calls itself a search. */
function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
  field?.focus();
  field?.select();
}
