import { z } from 'zod';
import { clientConfig } from '../../config/env.ts';
import { CliError } from '../cli-error.ts';
import { verb } from '../verb.ts';
import { asLocal } from './as-local.ts';

/** How a link for the first administrator is handed over. */
export const firstAdminWords = (link: string): string =>
  `Open ${link} to make the first administrator; it works once, for 24 hours.`;

/** Behind the #, so that no server and no log sees the token. */
export const setupLink = (apiUrl: string, token: string): string => `${apiUrl}/setup#${token}`;

export const firstAdminVerb = verb('first-admin', 'a one-time link for the first administrator, from the database', {
  flags: [{ flags: '--url <url>', help: 'address of the dashboard for this link (default: OUTDIAL_API_URL)' }],
  help: 'Only while there is nobody. "outdial up" prints one too. The link before it works no more.',
  input: z.object({ url: z.url('Write an address like https://dial.example.org.').optional() }),
  run: async ({ url }) => {
    const apiUrl = url?.replace(/\/+$/, '') ?? clientConfig().apiUrl;
    const token = await asLocal({ code: 'link_not_made', words: 'The link was not made' }, async (deps, actor) => {
      const { firstAdminToken } = await import('../../engine/access/first-admin-link.ts');
      return await firstAdminToken(deps, { actor });
    });
    if (token === undefined) {
      throw new CliError('users_exist', 'There are people already: administrators are made by an administrator.', {
        repair:
          'Or with a key: export OUTDIAL_API_KEY=$(outdial keys create --local | head -1), then outdial users invite ' +
          '--role admin, or outdial users reset for somebody who forgot the password.',
      });
    }
    const link = setupLink(apiUrl, token);
    return { data: { link }, text: firstAdminWords(link) };
  },
});
