const FIRST_SECONDS = 5;
const LONGEST_SECONDS = 3_600;

/** From the event until nobody is told of it any more. */
export const GIVE_UP_AFTER_SECONDS = 3 * 86_400;

/** Seconds until the next try, after so many that failed: 5, 10, 20 ... an hour. */
export const retryDelaySeconds = (failedTries: number): number =>
  Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.min(failedTries - 1, 20));

/** What became of one request: 2xx is taken, 410 means that nobody is there for good, all else may pass. */
export function readAnswerOfEndpoint(status: number): 'delivered' | 'gone' | 'again' {
  if (status >= 200 && status < 300) return 'delivered';
  return status === 410 ? 'gone' : 'again';
}

/** An answer that was no taking, in words for whoever looks for the reason. */
export function answerInWords(status: number): string {
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`;
  return `answered ${status}`;
}
