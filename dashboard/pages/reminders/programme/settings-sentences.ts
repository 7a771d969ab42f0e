import { money } from '../../../format/money.ts';
import type { ProgrammeSettings } from '../shapes.ts';
import { placeOf } from '../words.ts';
import { sayDuration } from './say-duration.ts';
import { sayHours } from './say-hours.ts';

export interface Sentence {
  /** What it is about. */
  topic: string;
  words: readonly string[];
}

/** The settings of a programme, each as plain sentences. Pure. */
export function settingsSentences(settings: ProgrammeSettings, currency: string): Sentence[] {
  return [
    { topic: 'Purpose', words: [`${PURPOSES[settings.purpose] ?? settings.purpose} The rules of law for that hold.`] },
    { topic: 'Clock', words: [zoneWords(settings)] },
    { topic: 'Hours', words: sayHours(settings.hours) },
    { topic: 'Late', words: lateWords(settings) },
    { topic: 'Sharing', words: [mergeWords(settings)] },
    { topic: 'Moves', words: [moveWords(settings)] },
    { topic: 'Answers', words: answerWords(settings) },
    { topic: 'Limits', words: limitWords(settings, currency) },
  ];
}

const PURPOSES: Readonly<Record<string, string>> = {
  informational: 'Messages that inform.',
  marketing: 'Messages that advertise.',
  emergency: 'Messages of emergencies.',
  notice: 'Notices.',
};

const zoneWords = ({ zone }: ProgrammeSettings): string =>
  zone === null
    ? 'Times are told on the clock of the recipient, by their number.'
    : `Times are told on the clock of ${placeOf(zone)} (${zone}), where nothing else is said.`;

const lateWords = ({ lateSeconds, cutoffSeconds }: ProgrammeSettings): string[] => [
  lateSeconds === 0
    ? 'What falls behind is not sent any more, and is listed as missed.'
    : `What falls behind still goes out if it is less than ${sayDuration(lateSeconds)} late, else it is listed as missed.`,
  cutoffSeconds === 0
    ? 'Nothing goes out after the start.'
    : `Nothing goes out later than ${sayDuration(cutoffSeconds)} before the start.`,
];

const mergeWords = ({ mergeWithinSeconds }: ProgrammeSettings): string =>
  mergeWithinSeconds === null
    ? 'Each appointment has messages of its own.'
    : `Appointments of one person and day share a message when they are due within ${sayDuration(mergeWithinSeconds)}.`;

const moveWords = ({ repeatAfterMoveSeconds }: ProgrammeSettings): string =>
  `A move by more than ${sayDuration(repeatAfterMoveSeconds)} repeats the steps that were sent.`;

const KEYS: Readonly<Record<string, string>> = {
  confirm: 'confirms',
  cancel: 'cancels',
  reschedule: 'asks for another time',
  opt_out: 'opts out',
  human: 'asks for a person',
};

function answerWords({ answers }: ProgrammeSettings): string[] {
  const keys = Object.entries(answers.keys).flatMap(([key, meaning]) =>
    meaning === undefined ? [] : [`key ${key} ${KEYS[meaning] ?? meaning}`],
  );
  const on = (what: 'stop' | 'continue'): string =>
    what === 'stop' ? 'stops what is left of the messages' : 'leaves the rest of the messages as they are';
  const cancel = {
    cancel: 'cancels the appointment at once',
    stop: 'stops the messages, and somebody here cancels the appointment',
    continue: 'is only kept, and the messages go on',
  }[answers.onCancel];
  return [
    keys.length === 0 ? 'No keys have a meaning.' : `In a call ${keys.join(', ')}.`,
    `A confirmation ${on(answers.onConfirm)}. A cancellation ${cancel}. A wish for another time ${on(answers.onReschedule)}.`,
    answers.cutoffSeconds === 0
      ? 'Answers count until the start.'
      : `Answers in the last ${sayDuration(answers.cutoffSeconds)} before the start wait for a person here.`,
  ];
}

function limitWords(settings: ProgrammeSettings, currency: string): string[] {
  const { maxAttempts, maxConcurrent, pacePerSecond, budgetMicros, dailyCapMicros, personCaps } = settings;
  const pace = pacePerSecond === null ? '' : `, ${pacePerSecond} a second`;
  const caps = personCaps.map(({ count, hours }) => `${count} in any ${hours} hours`);
  return [
    `At most ${maxAttempts} ${maxAttempts === 1 ? 'attempt' : 'attempts'} a step, ${maxConcurrent} calls at a time${pace}.`,
    budgetMicros === null && dailyCapMicros === null
      ? 'No budget bounds it.'
      : [
          budgetMicros === null ? '' : `At most ${money(budgetMicros, currency)} in all.`,
          dailyCapMicros === null ? '' : `At most ${money(dailyCapMicros, currency)} a day.`,
        ]
          .filter(Boolean)
          .join(' '),
    caps.length === 0
      ? 'No cap for one person.'
      : `One person gets at most ${caps.join(' and ')}, over all campaigns and channels.`,
  ];
}
