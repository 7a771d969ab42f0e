import { z } from 'zod';
import { EXIT } from '../../exit-codes.ts';
import { instant } from '../../print/amounts.ts';
import { liveLines } from '../../print/live-lines.ts';
import { verb, type Answer, type Context } from '../../verb.ts';
import { findCampaignId } from '../find-campaign.ts';
import { isPassing } from '../is-passing.ts';
import { liveProgress } from './live-progress.ts';
import { progressLine, progressLines, replanLine, waitLine, type Progress } from './progress-lines.ts';

/** Also the least from one line of a log to the next. */
const POLL_MS = 1_000;

export const watchVerb = verb('watch <campaign>', 'live progress until it ends; Ctrl-C only detaches', {
  input: z.object({ campaign: z.string() }),
  run: async (input, context) => await watch(await findCampaignId(context.api(), input.campaign), context),
});

/**
 * Shows a campaign until it is over, as its pages do. An api that is away is asked again: the campaign does not need it.
 * Ends with 0 when it is completed or when somebody detaches, 1 when it was cancelled.
 */
export async function watch(campaignId: string, context: Context): Promise<Answer> {
  const { io, json } = context;
  const live = liveLines(io);
  const interrupted = io.interrupted();
  const pictures = liveProgress(context.api(), campaignId, interrupted);
  let last: Progress | undefined;
  let said = '';
  const say = (line: string): void => {
    // Without a terminal only changes are lines, or a log would fill with the same.
    if (json || io.errIsTty || line === said) return;
    io.err(`${line}\n`);
    said = line;
  };
  for (;;) {
    try {
      last = await pictures.next();
      live.show(progressLines(last, io.columns));
      say([progressLine(last), replanLine(last) ?? '', waitLine(last) ?? ''].join('  ').trimEnd());
    } catch (error) {
      if (last !== undefined && interrupted.aborted) break;
      if (last === undefined || !isPassing(error)) {
        pictures.close();
        throw error;
      }
      const lost = `${error.message} The last news is of ${instant(last.at)}. Asking again`;
      live.show([...progressLines(last, io.columns), `${lost}; the campaign goes on.`]);
      say(`${lost}.`);
    }
    if (last.state === 'completed' || last.state === 'cancelled') break;
    if (!(io.errIsTty && pictures.isLive())) await io.pause(POLL_MS, interrupted);
    if (interrupted.aborted) break;
  }
  pictures.close();
  live.clear();
  const detached = last.state !== 'completed' && last.state !== 'cancelled';
  const more = detached ? [`Detached: the campaign goes on. Watch it again: outdial campaign watch ${campaignId}`] : [];
  return {
    data: last,
    text: [...progressLines(last, io.columns), ...more].join('\n'),
    exitCode: last.state === 'cancelled' ? EXIT.failed : EXIT.done,
  };
}
