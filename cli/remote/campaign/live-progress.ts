import { parseJson } from '../../parse/json.ts';
import { serverSent } from '../../parse/server-sent.ts';
import { pause } from '../../pause.ts';
import type { ApiClient } from '../api-client.ts';
import { API } from '../endpoints.ts';
import type { Progress } from './progress-lines.ts';

/** Pictures come at least every five seconds. A stream that brings none for so long is as good as none. */
const SILENT_MS = 12_000;
const AGAIN_MS = 5_000;
/** Of one question. Whoever looks at a screen wants to know by then that nothing comes. */
const ANSWERS_WITHIN_MS = 8_000;
/** The api let go of us, since we could not follow. */
const AGAIN_AFTER_SLOW_MS = 60_000;

export interface LiveProgress {
  /** The next picture; while there is no stream, what the api answers. Throws what that throws. */
  next: () => Promise<Progress>;
  /** The next picture comes by itself: nobody has to wait before asking for it. */
  isLive: () => boolean;
  close: () => void;
}

/** A campaign's progress as pages see it: by GET /v1/live, and by asking for as long as that is refused or silent. */
export function liveProgress(api: ApiClient, campaignId: string, interrupted: AbortSignal): LiveProgress {
  const closing = new AbortController();
  const over = AbortSignal.any([interrupted, closing.signal]);
  let isLive = false;
  let waiting: Progress | undefined;
  let wake = (): void => {};
  let lastEventId: string | undefined;

  const take = (): Progress | undefined => {
    const picture = waiting;
    waiting = undefined;
    return picture;
  };
  /** One that came while somebody asked may be older than the answer. */
  const dropUpTo = (at: string): void => {
    if (waiting !== undefined && waiting.at <= at) waiting = undefined;
  };

  /** Until the stream ends or falls silent. Answers how long to leave it alone. */
  const listen = async (): Promise<number> => {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), SILENT_MS);
    try {
      const query = { topics: `campaign:${campaignId}`, lastEventId };
      const bytes = await api.download('/live', { query, signal: AbortSignal.any([over, silence.signal]) });
      for await (const { event, id, data } of serverSent(bytes)) {
        lastEventId = id ?? lastEventId;
        if (event === 'slow') return AGAIN_AFTER_SLOW_MS;
        const picture = event === 'campaign' ? API.progress.response.safeParse(parseJson(data)) : undefined;
        if (picture?.success !== true) continue;
        timer.refresh();
        isLive = true;
        waiting = picture.data;
        wake();
      }
    } catch {
      // Whatever it is, the poll meets it too and says so.
    } finally {
      clearTimeout(timer);
      isLive = false;
      wake();
    }
    return AGAIN_MS;
  };
  const keepListening = async (): Promise<void> => {
    while (!over.aborted) await pause(await listen(), over);
  };
  void keepListening();
  over.addEventListener('abort', () => wake());

  return {
    next: async () => {
      if (isLive && waiting === undefined && !over.aborted) await new Promise<void>((resolve) => (wake = resolve));
      const picture = take();
      if (picture !== undefined) return picture;
      const told = await api.call(API.progress, {
        params: { campaignId },
        signal: interrupted,
        timeoutMs: ANSWERS_WITHIN_MS,
      });
      dropUpTo(told.at);
      return told;
    },
    isLive: () => isLive,
    close: () => closing.abort(),
  };
}
