import type { BookingItem, BookingProblem } from './read-booking.ts';

const MAX_ID_CHARACTERS = 200;
const MAX_NAME_CHARACTERS = 200;
const MAX_VARIABLES = 50;
const MAX_VARIABLE_NAME_CHARACTERS = 100;
/** As much as a cell of a list. */
const MAX_VALUE_CHARACTERS = 10_000;

const CONTROL = /\p{Cc}/u;
/** What no encoding can write, or somebody could not read. */
const UNREADABLE = /[\0\uFFFD\p{Surrogate}]/u;

/**
 * What is wrong with the form of an item; null = nothing. `required`: the variables that the texts of its programme
 * need: a text is never sent with a hole in it, so an appointment without them is not taken.
 */
export function checkBooking(item: BookingItem, required: readonly string[]): BookingProblem | null {
  const { externalId, name, variables = {} } = item;
  const told = Object.entries(variables);
  return (
    checkExternalId(externalId) ??
    (name === undefined ? null : checkName(name)) ??
    (told.length > MAX_VARIABLES
      ? {
          code: 'variables_too_many',
          message: `${told.length} variables; expected at most ${MAX_VARIABLES}.`,
          pointer: '/variables',
        }
      : null) ??
    firstOf(told, checkVariable) ??
    firstOf(required, (wanted) => checkGiven(item, wanted))
  );
}

function checkExternalId(externalId: string): BookingProblem | null {
  const problem = externalIdProblem(externalId);
  return problem === null
    ? null
    : {
        code: 'external_id_invalid',
        message: `The external id ${problem}.`,
        pointer: '/externalId',
        repair: `Give 1 to ${MAX_ID_CHARACTERS} visible characters, without spaces around them.`,
      };
}

/**
 * What is wrong with an external id, behind "the id"; null = nothing. It is a part of addresses and stands in lists:
 * nothing in it may be invisible or mean another place.
 */
export function externalIdProblem(externalId: string): string | null {
  if (externalId.trim() === '') return 'is empty';
  if (externalId.length > MAX_ID_CHARACTERS) {
    return `has ${externalId.length} characters; expected at most ${MAX_ID_CHARACTERS}`;
  }
  if (CONTROL.test(externalId) || UNREADABLE.test(externalId)) return 'has characters that nobody can see';
  if (externalId !== externalId.trim()) return 'has spaces around it';
  return externalId === '.' || externalId === '..' ? `"${externalId}" cannot stand in an address` : null;
}

function checkName(name: string): BookingProblem | null {
  const wrong = (message: string): BookingProblem => ({ code: 'name_invalid', message, pointer: '/name' });
  if (name.length > MAX_NAME_CHARACTERS) {
    return wrong(`The name has ${name.length} characters; expected at most ${MAX_NAME_CHARACTERS}.`);
  }
  return CONTROL.test(name) || UNREADABLE.test(name) ? wrong('The name has characters that nobody can see.') : null;
}

function checkVariable([name, value]: readonly [string, string]): BookingProblem | null {
  const wrong = (message: string): BookingProblem => ({
    code: 'variable_invalid',
    message,
    pointer: `/variables/${name.slice(0, MAX_VARIABLE_NAME_CHARACTERS).replaceAll('~', '~0').replaceAll('/', '~1')}`,
  });
  if (name.trim() === '' || name.length > MAX_VARIABLE_NAME_CHARACTERS || CONTROL.test(name) || UNREADABLE.test(name)) {
    return wrong(`A variable has no usable name; expected 1 to ${MAX_VARIABLE_NAME_CHARACTERS} visible characters.`);
  }
  if (value.length > MAX_VALUE_CHARACTERS) {
    return wrong(`"${name}" has ${value.length} characters; expected at most ${MAX_VALUE_CHARACTERS}.`);
  }
  return UNREADABLE.test(value) ? wrong(`"${name}" has characters that cannot be read.`) : null;
}

function checkGiven({ name, variables = {} }: BookingItem, wanted: string): BookingProblem | null {
  const value = Object.hasOwn(variables, wanted) ? variables[wanted] : wanted === 'name' ? name : undefined;
  if ((value ?? '').trim() !== '') return null;
  return {
    code: 'variable_missing',
    message: `The texts of this programme need "${wanted}", which this appointment does not bring along.`,
    pointer: wanted === 'name' ? '/name' : '/variables',
    repair: `Give it, or write a fallback into the text: {{ ${wanted} | default: "there" }}.`,
  };
}

function firstOf<Item>(items: readonly Item[], check: (item: Item) => BookingProblem | null): BookingProblem | null {
  for (const item of items) {
    const problem = check(item);
    if (problem) return problem;
  }
  return null;
}
