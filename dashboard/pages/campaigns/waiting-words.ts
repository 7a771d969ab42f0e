import type { Reasons } from './queries.ts';

/** Why living people wait, by the code of the explanation. */
const WAITS: Readonly<Record<string, string>> = {
  in_flight: 'In progress',
  waits_for_plan: 'To be planned, in a moment',
  waits_for_turn: 'Due: waiting for a free line, pace or credit',
  waits_for_window: 'Outside of their allowed hours',
  waits_for_retry: 'Waiting for the next try',
  waits_for_follow_up: 'Waiting for the follow-up step',
  waits_for_its_time: 'Not before the time in their row',
  person_taken: 'The same person is in another call',
  person_cap: 'Contacted as often as is allowed for now',
};

export interface WaitingRow {
  code: string;
  state: string;
  words: string;
  contacts: number;
  nextAt: string | null;
  lastAt: string | null;
}

const isLiving = (state: string): boolean => ['ready', 'waiting', 'in_flight'].includes(state);

const wordsOf = (code: string): string => WAITS[code] ?? code.replaceAll('_', ' ');

/** Who still waits, most people first; windows that open at different times stay apart. */
export const waitingRows = ({ reasons }: Pick<Reasons, 'reasons'>, isPaused: boolean): WaitingRow[] =>
  reasons
    .filter(({ state }) => isLiving(state))
    .map((reason) => ({
      ...reason,
      words:
        isPaused && reason.code === 'waits_for_turn' ? 'Due: dialled as soon as it is resumed' : wordsOf(reason.code),
    }));
