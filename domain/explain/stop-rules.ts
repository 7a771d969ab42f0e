import type { JudgeFacts, SaidStop } from './facts.ts';
import { forbids, notKnown, passes, waits, type RuleLook } from './rule-look.ts';
import { sayUtc } from './say-when.ts';

const said = (what: string, { sinceMs, by, reason }: Partial<SaidStop>): string =>
  `${what}${sinceMs === undefined ? '' : ` since ${sayUtc(sinceMs)}`}${by ? ` by ${by}` : ''}: ${reason ?? 'no reason given'}`;

export const installationRule = ({ installation }: Pick<JudgeFacts, 'installation'>): RuleLook =>
  installation
    ? forbids('installation', said('all dialing is stopped', installation), 'somebody starts dialing again')
    : passes('installation', 'dialing is not stopped');

export function accountRule({ account }: Pick<JudgeFacts, 'account'>): RuleLook {
  if (!account) return notKnown('account', 'no account is named by its step');
  return account.stop
    ? forbids('account', said(`account ${account.name} is stopped`, account.stop), 'somebody starts the account again')
    : passes('account', `account ${account.name} is not stopped`);
}

export function breakerRule({ account }: Pick<JudgeFacts, 'account'>): RuleLook {
  if (!account) return notKnown('breaker', 'no account is named by its step');
  const { breaker, name } = account;
  if (!breaker) return notKnown('breaker', 'no history is kept of what an account waited for');
  if (breaker.state === 'closed') return passes('breaker', `account ${name} does not wait for its provider`);
  const evidence = `account ${name} waits after answers of its provider: ${breaker.reason ?? 'unknown'}`;
  // While one attempt probes, the gate lets it through and the claim takes no other.
  return breaker.resumeAtMs === null
    ? forbids('breaker', evidence, 'somebody repairs the cause and resumes the account')
    : waits('breaker', evidence, breaker.resumeAtMs, 'a probe that the provider accepts');
}

export function campaignRule({ run, settings }: Pick<JudgeFacts, 'run' | 'settings'>): RuleLook {
  if (!run) return forbids('campaign', 'its list belongs to no campaign', 'a campaign takes its list');
  const version = settings?.version ?? null;
  if (run.programme !== undefined) return programmeRule(run.programme, run, version);
  switch (run.state) {
    case 'none':
      return forbids('campaign', 'its campaign did not exist yet', 'its campaign is made and launched', version);
    case 'draft':
      return forbids('campaign', 'its campaign was not launched', 'somebody launches the campaign', version);
    case 'paused':
      return forbids('campaign', said('its campaign is paused', run), 'somebody resumes the campaign', version);
    case 'cancelled':
      return forbids('campaign', said('its campaign is cancelled', run), 'nothing: a cancelled campaign ends', version);
    case 'completed':
      return forbids('campaign', 'its campaign is completed', 'a new campaign', version);
    case 'running':
      return passes('campaign', 'its campaign is running', version);
  }
}

/** A programme runs from its making on, and is paused or not. */
function programmeRule(name: string, run: NonNullable<JudgeFacts['run']>, version: string | null): RuleLook {
  const programme = `its programme "${name}"`;
  if (run.state === 'none')
    return forbids('campaign', `${programme} did not exist yet`, 'the programme is made', version);
  if (run.state === 'running') return passes('campaign', `${programme} is running`, version);
  return forbids('campaign', said(`${programme} is ${run.state}`, run), 'somebody resumes the programme', version);
}

/** What the claim waited for: only what holds now is kept. */
export function paceRule({ isNow, blockedReason, run }: Pick<JudgeFacts, 'isNow' | 'blockedReason' | 'run'>): RuleLook {
  const whose = run?.programme === undefined ? 'its campaign' : `its programme "${run.programme}"`;
  if (!isNow) return notKnown('pace', 'no history is kept of pace, slots and credit');
  return blockedReason === null
    ? passes('pace', `${whose} waits for no slot, credit or budget`)
    : waits('pace', `${whose} waits: ${blockedReason}`, null, `what it waits for: ${blockedReason}`);
}
