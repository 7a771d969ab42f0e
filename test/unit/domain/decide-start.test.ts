import { describe, expect, it } from 'vitest';
import { decideStart, lateAfterMs, type StartFacts } from '../../../domain/decide-start.ts';

const AT = Date.UTC(2026, 11, 8, 15, 30);
const facts = (more: Partial<StartFacts> = {}): StartFacts => ({
  scheduledAtMs: AT,
  nowMs: AT + 1_000,
  state: 'active',
  planned: 'yes',
  templateCancelled: false,
  overlap: 'skip',
  othersRun: false,
  waiting: 'none',
  catchUpSeconds: 600,
  jitterSeconds: 30,
  ...more,
});
const end = (state: string, reason: string) => ({ kind: 'end', state, reason });

describe('a start of a recurring campaign', () => {
  it.each<[string, Partial<StartFacts>, unknown]>([
    ['goes on when nothing is in its way', {}, { kind: 'start' }],
    ['waits for its time by the ledger', { nowMs: AT - 700 }, { kind: 'early', waitMs: 700 }],
    ['is skipped when an edit took its time away', { planned: 'no' }, end('skipped', 'no_longer_planned')],
    ['is skipped on a day that is left out', { planned: 'excluded' }, end('skipped', 'excluded')],
    ['is skipped while the schedule is paused', { state: 'paused' }, end('skipped', 'schedule_paused')],
    ['is skipped once the schedule is removed', { state: 'removed' }, end('skipped', 'schedule_removed')],
    ['copies no campaign that was cancelled', { templateCancelled: true }, end('skipped', 'template_cancelled')],
    ['still happens at the end of its catch-up', { nowMs: AT + 630_000 }, { kind: 'start' }],
    ['is missed behind it', { nowMs: AT + 630_001 }, end('missed', 'late')],
    ['is skipped while the last one runs', { othersRun: true }, end('skipped', 'overlap')],
    ['is skipped while another one waits', { waiting: 'other' }, end('skipped', 'overlap')],
    ['runs beside the last one where that is allowed', { othersRun: true, overlap: 'allow' }, { kind: 'start' }],
    ['waits for the last one where that is wanted', { othersRun: true, overlap: 'buffer_one' }, { kind: 'wait' }],
    [
      'is skipped when one waits already',
      { othersRun: true, overlap: 'buffer_one', waiting: 'other' },
      end('skipped', 'overlap'),
    ],
    [
      'that waited starts when the last one is over, however late',
      { overlap: 'buffer_one', waiting: 'this', nowMs: AT + 86_400_000 },
      { kind: 'start' },
    ],
    [
      'that waited starts although an edit took its time away',
      { overlap: 'buffer_one', waiting: 'this', planned: 'no' },
      { kind: 'start' },
    ],
    [
      'that waits is skipped by a pause',
      { overlap: 'buffer_one', waiting: 'this', othersRun: true, state: 'paused' },
      end('skipped', 'schedule_paused'),
    ],
  ])('%s', (_, more, expected) => {
    expect(decideStart(facts(more))).toEqual(expected);
  });

  it('is late behind its jitter and its catch-up', () => {
    expect(lateAfterMs(facts())).toBe(AT + 630_000);
  });
});
