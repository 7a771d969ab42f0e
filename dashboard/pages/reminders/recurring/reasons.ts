import type { Tone } from '../../../components/tone.ts';
import type { Schedule } from '../shapes.ts';

type Start = Schedule['starts'][number];

export const START_WORDS: Readonly<Record<Start['state'], { tone: Tone; words: string }>> = {
  waiting: { tone: 'waiting', words: 'Waits' },
  starting: { tone: 'live', words: 'Starting' },
  started: { tone: 'done', words: 'Started' },
  skipped: { tone: 'neutral', words: 'Skipped' },
  missed: { tone: 'retryable', words: 'Missed' },
  failed: { tone: 'final', words: 'Failed' },
};

const REASONS: Readonly<Record<string, string>> = {
  overlap: 'the campaign of last time was not over',
  excluded: 'that date is excluded',
  campaign_cancelled: 'the campaign that it copies is cancelled',
  schedule_paused: 'it was paused',
  schedule_removed: 'it was removed',
  schedule_changed: 'its times were changed',
  late: 'it was too late to make up for it',
  interrupted: 'it was interrupted, and by then too late',
};

/** Why a start did not come to anything: a code, or the code, a colon and what happened. Pure. */
export function startReason(reason: string | null): string {
  if (reason === null) return '';
  const [code = '', ...rest] = reason.split(': ');
  const words = REASONS[code] ?? code.replaceAll('_', ' ');
  return rest.length === 0 ? words : `${words}: ${rest.join(': ')}`;
}

export const OVERLAPS: Readonly<Record<Schedule['overlap'], string>> = {
  skip: 'a start is skipped while the campaign of last time runs',
  buffer_one: 'one start waits while the campaign of last time runs',
  allow: 'a start does not wait for the campaign of last time',
};

export const NOTES = {
  gap: 'the clocks skip its time that day, so it is later',
  fold: 'its time comes twice that day; this is the first',
} as const;
