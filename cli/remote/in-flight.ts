import { instant, plural } from '../print/amounts.ts';

/** What can no longer be taken back after a pause, a stop or an opt-out. */
export function inFlightWords(answer: {
  inFlight: number;
  mayStillBegin: number;
  lastCanEndAt: string | null;
}): string {
  const { inFlight, mayStillBegin, lastCanEndAt } = answer;
  if (inFlight === 0 && mayStillBegin === 0) return 'Nothing is in flight.';
  const begin = mayStillBegin > 0 ? ` ${plural(mayStillBegin, 'more')} may begin within a second.` : '';
  const end = lastCanEndAt === null ? '' : ` The last can end at ${instant(lastCanEndAt)}.`;
  return `${plural(inFlight, 'call or text', 'calls and texts')} in flight will finish.${begin}${end}`;
}
