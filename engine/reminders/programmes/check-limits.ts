import { isTimeOfDay } from '../../../domain/reminders/read-step-short.ts';
import type { ProgrammeSettings, StepTiming } from '../../../domain/reminders/programme.ts';
import { ANSWER_MEANINGS } from '../../../domain/answer.ts';
import type { SettingsProblem } from '../../campaigns/check-limits.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';

const MOST_STEPS = 20;
const MOST_ACTIONS = 4;
/** Beyond this an offset is a slip of the keyboard. */
const LONGEST_OFFSET_SECONDS = 400 * 86_400;
const DAY_SECONDS = 86_400;
/** What an appointment that is over may still have: later than this it is not planned again. */
const LONGEST_AFTER_SECONDS = 30 * DAY_SECONDS;
const LONGEST_FOLLOW_SECONDS = 7 * DAY_SECONDS;
const MOST_DIALS = 20;
const STEP_KEY = /^[a-z0-9][a-z0-9-]{0,59}$/;

const isWhole = (value: number, low: number, high: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high;

/** What is wrong with what only programmes have: steps, their timing, the times around them, answers. */
export function checkProgrammeLimits(settings: ProgrammeSettings, zones: Pick<ZoneTable, 'has'>): SettingsProblem[] {
  const problems: SettingsProblem[] = [...checkSteps(settings.steps)];
  const need = (ok: boolean, pointer: string, message: string, code = 'out_of_range'): void => {
    if (!ok) problems.push({ pointer, code, message });
  };
  need(
    settings.zone === null || zones.has(settings.zone),
    '/zone',
    `"${settings.zone}" is no time zone; write it like America/Chicago, or null for the recipient's.`,
    'unknown_zone',
  );
  need(isWhole(settings.languages.length, 1, 10), '/languages', 'There are 1 to 10 languages.');
  for (const [index, language] of settings.languages.entries()) {
    need(
      isLanguage(language),
      `/languages/${index}`,
      `"${language}" is no language; write it like en or es-MX (BCP 47).`,
      'unknown_language',
    );
  }
  need(isWhole(settings.cutoffSeconds, 0, 30 * DAY_SECONDS), '/cutoffSeconds', 'A cut-off is 0 s to 30 days.');
  need(isWhole(settings.lateSeconds, 60, 7 * DAY_SECONDS), '/lateSeconds', 'lateSeconds is 60 s to 7 days.');
  need(
    settings.mergeWithinSeconds === null || isWhole(settings.mergeWithinSeconds, 0, DAY_SECONDS),
    '/mergeWithinSeconds',
    'Messages are merged within 0 s to 24 hours, or null for never.',
  );
  need(
    isWhole(settings.repeatAfterMoveSeconds, 0, LONGEST_OFFSET_SECONDS),
    '/repeatAfterMoveSeconds',
    'repeatAfterMoveSeconds is 0 s to 400 days.',
  );
  for (const [key, meaning] of Object.entries(settings.answers.keys)) {
    const pointer = `/answers/keys/${key}`;
    need(/^[0-9*#]$/.test(key), pointer, `"${key}" is no key of a telephone: 0 to 9, * or #.`);
    need(
      ANSWER_MEANINGS.some((known) => known === meaning),
      pointer,
      `"${meaning}" is no meaning; it is one of ${ANSWER_MEANINGS.join(', ')}.`,
    );
  }
  need(
    isWhole(settings.answers.cutoffSeconds, 0, 30 * DAY_SECONDS),
    '/answers/cutoffSeconds',
    'The cut-off of answers is 0 s to 30 days.',
  );
  return problems;
}

function checkSteps(steps: ProgrammeSettings['steps']): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const need = (ok: boolean, pointer: string, message: string, code = 'out_of_range'): void => {
    if (!ok) problems.push({ pointer, code, message });
  };
  need(isWhole(steps.length, 1, MOST_STEPS), '/steps', `A programme has 1 to ${MOST_STEPS} steps.`);
  for (const [index, { key, when, actions }] of steps.entries()) {
    const at = `/steps/${index}`;
    need(STEP_KEY.test(key), `${at}/key`, 'A key is 1 to 60 of a-z, 0-9 and -, such as 24h-sms.', 'key_invalid');
    const first = steps.findIndex((step) => step.key === key);
    need(first === index, `${at}/key`, `Step ${first} has the key "${key}" already.`, 'key_taken');
    problems.push(...checkTiming(when, `${at}/when`));
    need(
      isWhole(actions.length, 1, MOST_ACTIONS),
      `${at}/actions`,
      `A step has 1 to ${MOST_ACTIONS} actions: its message, and what follows when that did not do.`,
    );
    for (const [place, { follows, maxAttempts }] of actions.entries()) {
      const here = `${at}/actions/${place}`;
      need(
        place > 0 || follows === undefined,
        `${here}/follows`,
        "The first action of a step follows nothing; its time is the step's.",
        'follows_not_allowed',
      );
      need(
        follows === undefined || isWhole(follows.afterSeconds, 0, LONGEST_FOLLOW_SECONDS),
        `${here}/follows/afterSeconds`,
        'A fallback follows 0 s to 7 days after.',
      );
      need(
        maxAttempts === undefined || isWhole(maxAttempts, 1, MOST_DIALS),
        `${here}/maxAttempts`,
        `maxAttempts is a whole number from 1 to ${MOST_DIALS}.`,
      );
    }
  }
  return problems;
}

function checkTiming(when: StepTiming, at: string): SettingsProblem[] {
  const days = LONGEST_OFFSET_SECONDS / DAY_SECONDS;
  const wrong = (field: string, message: string): SettingsProblem => ({
    pointer: `${at}/${field}`,
    code: 'out_of_range',
    message,
  });
  if (when.kind === 'before') {
    const ok = isWhole(when.seconds, -LONGEST_AFTER_SECONDS, LONGEST_OFFSET_SECONDS);
    return ok ? [] : [wrong('seconds', `A step is at most ${days} days before or 30 days after the start.`)];
  }
  if (when.kind === 'booking') {
    const ok = isWhole(when.afterSeconds, 0, LONGEST_OFFSET_SECONDS);
    return ok ? [] : [wrong('afterSeconds', `A step is at most ${days} days after the booking.`)];
  }
  return [
    ...(isWhole(when.daysBefore, 0, days)
      ? []
      : [wrong('daysBefore', `daysBefore is a whole number from 0 to ${days}.`)]),
    ...(isTimeOfDay(when.at) ? [] : [wrong('at', `"${when.at}" is no time of day; write it like 18:00.`)]),
  ];
}

function isLanguage(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
