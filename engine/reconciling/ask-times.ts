/** How long after acceptance somebody first asks about a call, and after each further word of it. */
const ASK_WITHOUT_CALLBACKS_MS = 5_000;
/** Also the longest between two questions: a callback that was lost is made up for within it (L6). */
const ASK_WITH_CALLBACKS_MS = 30_000;
/** Without callbacks each question waits this much longer than the one before it. */
const SLOWER_BY_MS = 2_000;

/** The wait until the question after `asked` others; callbacks make the early ones needless. */
export function askAfterMs(hasCallbacks: boolean, asked = 0): number {
  return hasCallbacks
    ? ASK_WITH_CALLBACKS_MS
    : Math.min(ASK_WITHOUT_CALLBACKS_MS + asked * SLOWER_BY_MS, ASK_WITH_CALLBACKS_MS);
}
