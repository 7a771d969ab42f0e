import { z } from 'zod';
import type { user as userSchema } from '../../../api/schemas/users.ts';
import { role } from '../../../api/schemas/states.ts';
import { CliError, usageError } from '../../cli-error.ts';
import { instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import type { ApiClient } from '../api-client.ts';
import { API } from '../endpoints.ts';

type User = z.output<typeof userSchema>;

const roleFlag = { flags: '--role <role>', help: `what they may do: ${role.options.join(', ')}` } as const;

const inviteVerb = verb('invite', 'add a person; prints the link under which they set a password', {
  flags: [
    { flags: '--email <email>', help: 'with which they sign in' },
    { flags: '--name <name>', help: 'how they are called (default: the email)' },
    roleFlag,
  ],
  help: 'A viewer reads, an operator runs campaigns, an admin does everything. The link works once, for seven days.',
  input: z.object({ email: z.email('Write an email address.'), name: z.string().optional(), role }),
  run: async ({ email, name = email, role: given }, { api }) => {
    const made = await api().call(API.inviteUser, { body: { email, name, role: given } });
    return { data: made, text: linkWords(made.link, `${made.user.email} can join`, 'seven days') };
  },
});

const listVerb = verb('list', 'everybody: role, last seen', {
  input: z.object({}),
  run: async (_, { api }) => {
    const answer = await api().call(API.listUsers);
    const text = table(answer.items, [
      { title: 'email', value: ({ email }) => email },
      { title: 'name', value: ({ name }) => name },
      { title: 'role', value: ({ role: held }) => held },
      { title: 'state', value: stateWords },
      { title: 'last seen', value: ({ lastSeenAt }) => instant(lastSeenAt) || 'never' },
      { title: 'id', value: ({ id }) => id },
    ]);
    return { data: answer, text };
  },
});

const changeVerb = verb('change <user>', 'another role or name; <user> is an email or an id', {
  flags: [roleFlag, { flags: '--name <name>', help: 'how they are called' }],
  input: z.object({ user: z.string(), role: role.optional(), name: z.string().optional() }),
  run: async ({ user, ...change }, { api }) => {
    if (change.role === undefined && change.name === undefined) throw usageError('Give --role, --name, or both.');
    const changed = await applyChange(api(), user, change);
    return { data: changed, text: `${changed.name} <${changed.email}> is ${changed.role}.` };
  },
});

const disableVerb = verb('disable <user>', 'they are signed out at once and do not get in any more', {
  input: z.object({ user: z.string() }),
  run: async ({ user }, { api }) => {
    const changed = await applyChange(api(), user, { disabled: true });
    return { data: changed, text: `${changed.email} is out.` };
  },
});

const enableVerb = verb('enable <user>', 'they get in again, with the password that they had', {
  input: z.object({ user: z.string() }),
  run: async ({ user }, { api }) => {
    const changed = await applyChange(api(), user, { disabled: false });
    return { data: changed, text: `${changed.email} can sign in.` };
  },
});

const resetVerb = verb('reset <user>', 'a new link: for a new password, or to join where one has not yet', {
  input: z.object({ user: z.string() }),
  run: async ({ user }, { api }) => {
    const client = api();
    const { id, email, state } = await findUser(client, user);
    const made = await client.call(API.resetUser, { params: { userId: id } });
    const words = state === 'invited' ? `${email} can join` : `${email} can set a new password`;
    return { data: made, text: linkWords(made.link, words, state === 'invited' ? 'seven days' : '24 hours') };
  },
});

export const userVerbs = [inviteVerb, listVerb, changeVerb, disableVerb, enableVerb, resetVerb];

async function applyChange(
  client: ApiClient,
  user: string,
  body: { role?: User['role'] | undefined; name?: string | undefined; disabled?: boolean },
): Promise<User> {
  const { id } = await findUser(client, user);
  return await client.call(API.changeUser, { params: { userId: id }, body });
}

async function findUser(client: ApiClient, user: string): Promise<User> {
  const { items } = await client.call(API.listUsers);
  const found = items.find(({ id, email }) => id === user || email === user.toLowerCase());
  if (found) return found;
  throw new CliError('unknown_user', `There is nobody with the email or id ${user}.`, {
    repair: 'See: outdial users list',
  });
}

const stateWords = ({ state, linkExpiresAt }: User): string => {
  if (state !== 'invited') return state;
  return linkExpiresAt === null ? 'invited, link over' : `invited, link until ${instant(linkExpiresAt)}`;
};

const linkWords = (link: string, words: string, span: string): string =>
  `${link}\n\nUnder this link ${words}. It works once, for ${span}; whoever has it gets in, so send it to nobody else.`;
