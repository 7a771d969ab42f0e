import { CliError } from '../cli-error.ts';
import { isUuid } from '../parse/uuid.ts';
import type { ApiClient } from './api-client.ts';
import { FAILURES } from './failures/endpoints.ts';

/** Who can be asked to look after something, by id, email or name. Throws CliError `unknown_person`, `person_ambiguous`. */
export async function findAssigneeId(api: ApiClient, person: string): Promise<string> {
  if (isUuid(person)) return person;
  const { items } = await api.call(FAILURES.assignees);
  const wanted = person.toLowerCase();
  const found = items.filter(({ email, name }) => email === wanted || name.toLowerCase() === wanted);
  const [first, second] = found;
  if (first && second) {
    throw new CliError('person_ambiguous', `Several people are called "${person}".`, {
      repair: `Give an email: ${found.map(({ email }) => email).join(', ')}.`,
    });
  }
  if (first) return first.id;
  throw new CliError('unknown_person', `There is nobody called "${person}" who can sign in.`, {
    repair:
      items.length === 0
        ? 'Invite somebody: outdial users invite'
        : `Known: ${items.map((one) => one.email).join(', ')}.`,
  });
}

/** What a list is asked for: a person, or `none` for what nobody looks after. Throws CliError. */
export const assigneeQuery = async (api: ApiClient, person: string | undefined): Promise<{ assignee?: string }> =>
  person === undefined ? {} : { assignee: person === 'none' ? person : await findAssigneeId(api, person) };

export const ASSIGNEE_FLAG = {
  flags: '--assignee <person>',
  help: 'what this person looks after, by name or email; none: nobody does',
} as const;
export const TO_FLAG = { flags: '--to <person>', help: 'who, by name, email or id' } as const;
export const NOTE_FLAG = { flags: '--note <text>', help: 'what to know; shown to them, and kept' } as const;
