import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { listAccounts, type AccountView } from '../../../engine/accounts/list-accounts.ts';
import { balances } from '../../../engine/credits/balances.ts';
import type { EngineDeps } from '../../../engine/deps.ts';
import { ok, problem, warning, type Finding } from './finding.ts';

const PART = 'accounts';

export interface AccountChecks {
  /** Opens sealed keys; undefined = this place has no OUTDIAL_SECRET_KEY to try. */
  open?: (sealed: string) => string;
  /** Providers could reach us, so callbacks should be registered. */
  publicUrl?: string;
}

/** Stopped, broken, out of credit, without callbacks, with a key that cannot be opened: account by account. */
export async function checkAccounts(
  deps: Pick<EngineDeps, 'db' | 'readDb'>,
  { open, publicUrl }: AccountChecks,
): Promise<Finding[]> {
  const accounts = await listAccounts(deps);
  if (accounts.length === 0) return [ok(PART, 'none yet; add one: outdial accounts add')];
  const [sealed, purses] = await Promise.all([
    // Sealed keys are no reading matter: only the app's own role sees them.
    rows<{ id: string; sealed: string }>(
      deps.db,
      sql`select id, api_key_sealed as sealed from provider_accounts order by id`,
    ),
    balances(deps),
  ]);
  const findings = accounts.flatMap((account) => {
    const key = sealed.find(({ id }) => id === account.id)?.sealed ?? '';
    const purse = purses.find(({ owner, id }) => owner === 'account' && id === account.id);
    return [
      ...stateOf(account),
      ...(open === undefined || opens(open, key)
        ? []
        : [
            problem(
              PART,
              `the API key of "${account.name}" cannot be opened`,
              'Set OUTDIAL_SECRET_KEY (or _OLD) to the key that sealed it, or: outdial accounts rotate-key',
            ),
          ]),
      ...((purse?.availableMicros ?? 0) < 0
        ? [problem(PART, `"${account.name}" has spent more than it has`, 'outdial credits top-up')]
        : []),
      ...(publicUrl !== undefined && account.callbacks === 'polling'
        ? [
            warning(
              PART,
              `"${account.name}" is polled although providers can reach ${publicUrl}`,
              `outdial accounts callbacks "${account.name}"`,
            ),
          ]
        : []),
    ];
  });
  const polled = accounts.filter(({ callbacks }) => callbacks === 'polling').length;
  const summary = `${accounts.length} in all, ${accounts.length - polled} with callbacks, ${polled} polled`;
  return [...findings, ok(PART, summary)];
}

function stateOf({ name, stoppedAt, stoppedReason, breaker }: AccountView): Finding[] {
  if (stoppedAt !== null) {
    return [
      warning(PART, `"${name}" is stopped: ${stoppedReason ?? 'no reason given'}`, `outdial accounts start "${name}"`),
    ];
  }
  if (breaker.state === 'closed') return [];
  const reason = breaker.reason ?? 'no reason given';
  if (breaker.resumeAt !== null) {
    const repair = 'It tries again by itself; see "outdial attempts list" for what the provider says.';
    return [warning(PART, `the breaker of "${name}" is ${breaker.state}: ${reason}`, repair)];
  }
  return [
    problem(
      PART,
      `the breaker of "${name}" waits for a person: ${reason}`,
      `Repair what it names, then: outdial accounts resume "${name}"`,
    ),
  ];
}

function opens(open: (sealed: string) => string, sealed: string): boolean {
  try {
    open(sealed);
    return true;
  } catch {
    return false;
  }
}
