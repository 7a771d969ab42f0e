import type { z } from 'zod';
import type { FailureFilter } from '../../domain/retries/failure-filter.ts';
import type { failureFilter } from '../schemas/retries.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The filter of a request as the engine takes it: instants in milliseconds. */
export const readFailureFilter = ({
  endedFrom,
  endedTo,
  ...filter
}: z.output<typeof failureFilter>): FailureFilter => ({
  ...withoutUndefined(filter),
  ...(endedFrom === undefined ? {} : { endedFromMs: Date.parse(endedFrom) }),
  ...(endedTo === undefined ? {} : { endedToMs: Date.parse(endedTo) }),
});
