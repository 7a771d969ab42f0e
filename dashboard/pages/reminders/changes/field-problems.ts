import { toProblem } from '../../../api/problem.ts';

/** What is wrong with which field, by JSON pointer; empty when nothing was refused. Pure. */
export function fieldProblems(error: unknown): Readonly<Record<string, string>> {
  if (error === null || error === undefined) return {};
  const { details = {}, errors = [], detail } = toProblem(error).parts;
  const pointer: unknown = details['pointer'];
  return {
    ...(typeof pointer === 'string' ? { [pointer]: inShort(detail) } : {}),
    ...Object.fromEntries(errors.map((one) => [one.pointer.replace(/^\/body/, ''), one.message])),
  };
}

/** The first part of what is wrong, as a sentence; how to put it right stands beside the form. Pure. */
export function inShort(detail: string): string {
  const [first = detail] = detail.split(';');
  return `${first.slice(0, 1).toUpperCase()}${first.slice(1)}${/[.?]$/.test(first) ? '' : '.'}`;
}
