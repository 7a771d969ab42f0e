import type { z } from 'zod';
import type { account } from '../../api/schemas/accounts.ts';
import type { numberView } from '../../api/schemas/numbers.ts';
import { CliError } from '../cli-error.ts';
import type { ApiClient } from './api-client.ts';
import { API } from './endpoints.ts';
import { isUuid } from '../parse/uuid.ts';

/** An account by its id or its name (names are unique). Throws CliError `unknown_account`. */
export async function findAccountId(api: ApiClient, nameOrId: string): Promise<string> {
  return isUuid(nameOrId) ? nameOrId : (await findAccount(api, nameOrId)).id;
}

/** The whole account. Throws CliError `unknown_account`. */
export async function findAccount(api: ApiClient, nameOrId: string): Promise<z.output<typeof account>> {
  const { items } = await api.call(API.listAccounts);
  const found = items.find(({ id, name }) => name === nameOrId || id === nameOrId.toLowerCase());
  if (found) return found;
  throw new CliError('unknown_account', `There is no account "${nameOrId}".`, {
    repair:
      items.length === 0 ? 'Add one: outdial accounts add' : `Known: ${items.map(({ name }) => name).join(', ')}.`,
  });
}

/** A number by its id, or by the phone number itself, of one account where one is named. Throws CliError. */
export async function findNumberId(api: ApiClient, phoneOrId: string, accountId?: string): Promise<string> {
  return isUuid(phoneOrId) ? phoneOrId : (await findNumber(api, phoneOrId, accountId)).id;
}

/** The whole number, with its account. Throws CliError `unknown_number`, `number_ambiguous`. */
export async function findNumber(
  api: ApiClient,
  phoneOrId: string,
  accountId?: string,
): Promise<z.output<typeof numberView>> {
  const { items } = await api.call(API.listNumbers, { query: { accountId } });
  const digits = phoneOrId.replace(/\D/g, '');
  const isIt = ({ id, phone }: { id: string; phone: string }): boolean =>
    isUuid(phoneOrId) ? id === phoneOrId.toLowerCase() : phone.replace(/\D/g, '') === digits;
  const found = items.filter(isIt);
  const [first, second] = found;
  if (first && second) {
    throw new CliError('number_ambiguous', `Several accounts have ${phoneOrId}: ${described(found)}.`, {
      repair: 'Give its id: outdial numbers list',
    });
  }
  if (first) return first;
  throw new CliError('unknown_number', `There is no number ${phoneOrId}.`, {
    repair: 'See "outdial numbers list"; a new one appears after "outdial numbers sync ACCOUNT".',
  });
}

const described = (found: readonly z.output<typeof numberView>[]): string =>
  found.map(({ id, accountName }) => `${id} (${accountName})`).join(', ');
