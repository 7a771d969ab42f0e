/** What a colour means; styles/tokens.css has one set of each for light and dark. A tone never stands without a word. */
export type Tone =
  | 'done'
  | 'live'
  | 'waiting'
  | 'scheduled'
  | 'retryable'
  | 'final'
  | 'paused'
  | 'suppressed'
  | 'neutral'
  | 'danger'
  | 'warning'
  | 'success'
  | 'info';

/** Where the tone says how bad something is, and the icon what to do about it. */
export type IconName = 'again' | 'repair';
