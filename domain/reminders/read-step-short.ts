import { CHANNELS, type Channel } from '../channel.ts';
import type { ProgrammeAction, StepTiming } from './programme.ts';

/** A step in its short form: when, by what, and what follows. */
export interface ShortStep {
  when: StepTiming;
  actions: { channel: Channel; follows?: NonNullable<ProgrammeAction['follows']> }[];
}

export type ReadStepShort = { ok: true; step: ShortStep } | { ok: false; message: string };

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** `18:00`, on a clock of 24 hours. */
export const isTimeOfDay = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** `24h`, `90m`, `1d12h` -> seconds. */
function readSeconds(text: string): number | undefined {
  if (!/^(\d{1,9}[smhdw])+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhdw])/g))
    seconds += Number(count) * (UNIT_SECONDS[unit ?? ''] ?? 0);
  return seconds;
}

/**
 * Reads a step as people type it: `24h:sms`, `2h:call`, `-1h:sms` (after the start), `booking:sms`, `booking+10m:sms`,
 * `1d@18:00:sms` (at 18:00 the day before), with what follows behind `>`: `2h:call>10m:sms` (10 minutes after nobody was
 * reached), `24h:sms>failed:call` (at once when it failed), `24h:sms>noreply30m:call` (no reply within 30 minutes).
 */
export function readStepShort(text: string): ReadStepShort {
  const [head = '', ...tails] = text
    .trim()
    .split('>')
    .map((part) => part.trim());
  const cut = head.lastIndexOf(':');
  if (cut < 0) return wrong(text, head, 'a time and a channel, such as 24h:sms or booking:sms');
  const when = readTiming(head.slice(0, cut));
  if (!when) {
    return wrong(
      text,
      head.slice(0, cut),
      'a time such as 24h, -1h (after the start), booking, booking+10m or 1d@18:00',
    );
  }
  const channel = readChannel(head.slice(cut + 1));
  if (!channel) return wrong(text, head.slice(cut + 1), CHANNELS.join(' or '));
  const actions: ShortStep['actions'] = [{ channel }];
  for (const tail of tails) {
    const at = tail.lastIndexOf(':');
    const condition = at < 0 ? undefined : readCondition(tail.slice(0, at));
    if (!condition) {
      const part = at < 0 ? tail : tail.slice(0, at);
      return wrong(text, part, 'failed, a wait such as 10m, or noreply30m, then a channel: 2h:call>10m:sms');
    }
    const next = readChannel(tail.slice(at + 1));
    if (!next) return wrong(text, tail.slice(at + 1), CHANNELS.join(' or '));
    actions.push({ channel: next, follows: condition });
  }
  return { ok: true, step: { when, actions } };
}

const wrong = (text: string, part: string, expected: string): ReadStepShort => ({
  ok: false,
  message: `in "${text.trim()}", "${part}" should be ${expected}`,
});

const readChannel = (text: string): Channel | undefined => CHANNELS.find((channel) => channel === text);

function readTiming(text: string): StepTiming | undefined {
  const local = /^(\d{1,3})d@(.+)$/.exec(text);
  if (local) {
    const [, days = '', at = ''] = local;
    const padded = at.length === 4 ? `0${at}` : at;
    return isTimeOfDay(padded) ? { kind: 'local', daysBefore: Number(days), at: padded } : undefined;
  }
  if (text === 'booking') return { kind: 'booking', afterSeconds: 0 };
  if (text.startsWith('booking+')) {
    const afterSeconds = readSeconds(text.slice('booking+'.length));
    return afterSeconds === undefined ? undefined : { kind: 'booking', afterSeconds };
  }
  const after = text.startsWith('-');
  const seconds = readSeconds(after ? text.slice(1) : text);
  return seconds === undefined ? undefined : { kind: 'before', seconds: after ? 0 - seconds : seconds };
}

function readCondition(text: string): ProgrammeAction['follows'] {
  if (text === 'failed') return { when: 'not_reached', afterSeconds: 0 };
  const silent = text.startsWith('noreply');
  const afterSeconds = readSeconds(silent ? text.slice('noreply'.length) : text);
  return afterSeconds === undefined ? undefined : { when: silent ? 'no_reply' : 'not_reached', afterSeconds };
}
