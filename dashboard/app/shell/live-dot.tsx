import { clsx } from 'clsx';
import { hourMinute, clock, duration } from '../../format/time.ts';
import type { LiveState } from '../../live/live-state.ts';
import { useLiveState } from '../../live/use-live.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import { useNow } from '../use-now.ts';

/** How fresh the page is, in words beside a dot. */
export function LiveDot() {
  const state = useLiveState();
  const isLive = state.kind === 'live';
  const isLost = state.kind === 'reconnecting';
  const { words, about } = wordsOf(state, useNow());
  const data = isLive || state.dataAtMs === null ? '' : `data from ${clock(state.dataAtMs)}`;
  return (
    <Tooltip side="bottom" words={about}>
      <span
        role="status"
        data-tone={isLive ? 'done' : state.kind === 'connecting' ? 'neutral' : 'warning'}
        className={clsx('inline-flex min-w-0 items-center gap-1.5 text-sm', isLive ? 'text-muted' : 'text-tone-fg')}
      >
        <span
          aria-hidden
          className={clsx('size-2 shrink-0 rounded-full bg-tone-solid', !isLive && 'animate-pulse-soft')}
        />
        {/* The header of a phone holds the brake too. */}
        <span className={clsx(isLost && 'max-sm:sr-only')}>{words}</span>
        {isLost && (
          <span aria-hidden className="sm:hidden">
            Offline
          </span>
        )}
        {data !== '' && <span className="max-sm:sr-only">{data}</span>}
      </span>
    </Tooltip>
  );
}

function wordsOf(state: LiveState, nowMs: number): { words: string; about: string } {
  switch (state.kind) {
    case 'connecting':
      return { words: 'Connecting', about: 'Opening the live stream.' };
    case 'live':
      return { words: 'Live', about: `Changes show up within a second. Connected since ${hourMinute(state.sinceMs)}.` };
    case 'reconnecting':
      return {
        words: 'Reconnecting',
        about: `The live stream was lost ${duration(nowMs - state.sinceMs)} ago. Dialing does not depend on it.`,
      };
    case 'polling':
      return { words: 'Polling', about: 'The live stream is away; this page asks by itself instead.' };
  }
}
