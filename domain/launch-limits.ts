/**
 * Contacts above which only an administrator launches. A list of this size is a day's work of most accounts and their
 * credit: a mistake with it is felt by everybody, and a second pair of eyes costs a minute.
 */
export const ADMIN_ABOVE = 50_000;

/** Contacts above which a person types the campaign's name: a click too many must not call a small town. */
export const NAME_ABOVE = 1_000;

export type LaunchVerdict = 'go' | 'needs_admin' | 'needs_name';

/** Whether a person may launch this. Programs with a key decided when their key was made. */
export function mayLaunch(
  launch: { name: string; contacts: number },
  by: { isAdmin: boolean; confirmName: string | undefined },
): LaunchVerdict {
  if (launch.contacts > ADMIN_ABOVE && !by.isAdmin) return 'needs_admin';
  if (launch.contacts > NAME_ABOVE && by.confirmName !== launch.name) return 'needs_name';
  return 'go';
}
