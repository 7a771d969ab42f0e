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
