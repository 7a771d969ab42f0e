import type { Settings } from '../queries.ts';

type Outcome = keyof Settings['waitSeconds'];

/** Causes after which somebody is tried again, and how long after by default; a test holds it to domain/outcome.ts. */
export const RETRIED: readonly { outcome: Outcome; channel: 'call' | 'sms'; label: string; defaultSeconds: number }[] =
  [
    { outcome: 'busy', channel: 'call', label: 'Busy', defaultSeconds: 600 },
    { outcome: 'no_answer', channel: 'call', label: 'No answer', defaultSeconds: 14_400 },
    { outcome: 'voicemail', channel: 'call', label: 'Voicemail', defaultSeconds: 14_400 },
    { outcome: 'not_connected', channel: 'call', label: 'Not connected', defaultSeconds: 3_600 },
    { outcome: 'provider_failure', channel: 'call', label: 'Provider failed', defaultSeconds: 900 },
    { outcome: 'sms_failed', channel: 'sms', label: 'Text failed', defaultSeconds: 900 },
  ];

/** Waits that are offered; another one that was set elsewhere is shown as it is. */
export const WAITS = [300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800] as const;

/** "10 min", "4 h", "2 d". Pure. */
export function sayWait(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
