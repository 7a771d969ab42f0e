import { mayLaunch, NAME_ABOVE, ADMIN_ABOVE } from '../../domain/launch-limits.ts';
import { ProblemError } from '../errors/problem-error.ts';
import type { Caller } from './caller.ts';

/** Refuses a launch that is too large for this person, or that they did not confirm by its name. */
export function checkLaunch(caller: Caller | null, confirmName: string | undefined) {
  return (launch: { name: string; contacts: number }): void => {
    if (caller?.kind !== 'user') return;
    const { contacts } = launch;
    switch (mayLaunch(launch, { isAdmin: caller.user.role === 'admin', confirmName })) {
      case 'go':
        return;
      case 'needs_admin':
        throw new ProblemError(403, 'launch_needs_admin', `${contacts} contacts: more than you may launch.`, {
          repair: `Ask an administrator to launch it, or take lists of at most ${ADMIN_ABOVE} contacts.`,
          details: { contacts, mostContacts: ADMIN_ABOVE },
        });
      case 'needs_name':
        throw new ProblemError(422, 'confirm_name', `${contacts} contacts: type the campaign's name to launch it.`, {
          repair: 'Send confirmName with the name of the campaign, letter by letter.',
          details: { contacts, withoutNameUpTo: NAME_ABOVE },
        });
    }
  };
}
