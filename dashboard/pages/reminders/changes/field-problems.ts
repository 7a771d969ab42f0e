import { toProblem } from '../../../api/problem.ts';

/** What is wrong with which field, by JSON pointer; empty when nothing was refused. Pure. */
export function fieldProblems(error: unknown): Readonly<Record<string, string>> {
  if (error === null || error === undefined) return {};
  const { details = {}, errors = [], detail } = toProblem(error).parts;
  const pointer = details['pointer'];
  return {
    ...(typeof pointer === 'string' ? { [pointer]: detail } : {}),
    ...Object.fromEntries(errors.map((one) => [one.pointer.replace(/^\/body/, ''), one.message])),
  };
}
