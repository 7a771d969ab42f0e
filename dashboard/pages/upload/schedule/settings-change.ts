import type { ApiProblem } from '../../../api/problem.ts';
import type { Settings } from '../queries.ts';
import type { Change } from './fields-form.ts';

/** The settings with a change on them; undefined members of a change say nothing. Pure. */
export function withChange(settings: Settings, change: Change): Settings {
  const { hours, ...rest } = change;
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...settings,
    ...said,
    ...(hours === undefined
      ? {}
      : {
          hours: {
            ...hours,
            blackoutDates: hours.blackoutDates ?? [],
            skipFederalHolidays: hours.skipFederalHolidays ?? true,
          },
        }),
  };
}

/** What of a change is another value than the stored one: what was put back again is no change. Pure. */
export function whatDiffers(settings: Settings, change: Change): Change {
  const before: Readonly<Record<string, unknown>> = settings;
  const after: Readonly<Record<string, unknown>> = withChange(settings, change);
  return Object.fromEntries(Object.entries(change).filter(([name]) => sorted(before[name]) !== sorted(after[name])));
}

/** As text that does not depend on the order of members: days are taken out and put back in any order. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? '';

/** What was said of a field by its JSON pointer; both forms that the API has are read. Pure. */
export function errorOf(problem: ApiProblem | null, pointer: string): string | undefined {
  if (problem === null) return undefined;
  return errorsOf(problem).find((error) => error.pointer.startsWith(pointer))?.message;
}

/** Whether the API said where it is wrong: then the fields say it. Pure. */
export const isPlaced = (problem: ApiProblem): boolean => errorsOf(problem).length > 0;

function errorsOf(problem: ApiProblem): readonly { pointer: string; message: string }[] {
  const told: unknown = problem.parts.details?.['problems'];
  const own = Array.isArray(told)
    ? told.flatMap((item: unknown) =>
        typeof item === 'object' && item !== null && 'pointer' in item && 'message' in item
          ? [{ pointer: String(item.pointer), message: String(item.message) }]
          : [],
      )
    : [];
  return [...(problem.parts.errors ?? []), ...own];
}
