import { duration } from '../../format/time.ts';
import type { Forecast } from './queries.ts';

const LEAST_MS = 60_000;

/** How long the first try of everybody takes; less than a minute is nothing that anybody can foresee. Pure. */
export const sayLength = ({ startsAt, finishAt }: Pick<Forecast, 'startsAt' | 'finishAt'>): string =>
  finishAt === null
    ? 'more than a week'
    : `about ${duration(Math.max(LEAST_MS, Date.parse(finishAt) - Date.parse(startsAt)))}`;
