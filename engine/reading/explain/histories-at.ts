import type { JudgeFacts, RunStateThen, SaidStop } from '../../../domain/explain/facts.ts';
import type { AccountHistory, CampaignHistory, Histories, Turned } from './read-histories.ts';

/** What a history comes to at an instant; null = now, by the row itself. */
type At = number | null;

const lastBefore = (turned: readonly Turned[], atMs: number, actions: readonly string[]): Turned | undefined =>
  turned.findLast((line) => line.atMs <= atMs && actions.includes(line.action));

const stopOf = (line: Turned): SaidStop => ({ sinceMs: line.atMs, by: line.actor, reason: line.reason });

export function installationAt({ installation }: Histories, at: At): SaidStop | null {
  const { stoppedAtMs, stoppedBy, stoppedReason, turned } = installation;
  if (at === null) {
    return stoppedAtMs === null ? null : { sinceMs: stoppedAtMs, by: stoppedBy, reason: stoppedReason };
  }
  const last = lastBefore(turned, at, ['installation.stop', 'installation.start']);
  return last?.action === 'installation.stop' ? stopOf(last) : null;
}

export function accountAt(account: AccountHistory, at: At): NonNullable<JudgeFacts['account']> {
  const { name, breaker, stoppedAtMs, stoppedReason, turned } = account;
  if (at === null) {
    const stop = stoppedAtMs === null ? null : { sinceMs: stoppedAtMs, by: null, reason: stoppedReason };
    return { name, stop, breaker };
  }
  const last = lastBefore(turned, at, ['account.stop', 'account.start']);
  return { name, stop: last?.action === 'account.stop' ? stopOf(last) : null, breaker: null };
}

const RUN_STATES: Readonly<Record<string, RunStateThen>> = {
  'campaign.launch': 'running',
  'campaign.undo_launch': 'draft',
  'campaign.pause': 'paused',
  'campaign.resume': 'running',
  'campaign.cancel': 'cancelled',
  'programme.pause': 'paused',
  'programme.resume': 'running',
};

export function runAt(campaign: CampaignHistory, at: At): NonNullable<JudgeFacts['run']> {
  const found = runStateAt(campaign, at);
  return campaign.programme === null ? found : { ...found, programme: campaign.programme.name };
}

function runStateAt(campaign: CampaignHistory, at: At): NonNullable<JudgeFacts['run']> {
  const { state, pausedAtMs, pausedBy, pausedReason, endedAtMs, createdAtMs, turned } = campaign;
  if (at === null) {
    return state === 'paused' && pausedAtMs !== null
      ? { state, sinceMs: pausedAtMs, by: pausedBy, reason: pausedReason }
      : { state };
  }
  if (at < createdAtMs) return { state: 'none' };
  if (state === 'completed' && endedAtMs !== null && endedAtMs <= at) return { state, sinceMs: endedAtMs };
  const last = lastBefore(turned, at, Object.keys(RUN_STATES));
  if (last) return { ...stopOf(last), state: RUN_STATES[last.action] ?? 'draft' };
  // A programme runs from its making on, without a launch.
  return { state: campaign.programme === null ? 'draft' : 'running' };
}

const CHANGES: readonly string[] = ['campaign.settings', 'programme.change'];

export function settingsAt(campaign: CampaignHistory, at: At): NonNullable<JudgeFacts['settings']> {
  const { settings, versions, turned } = campaign;
  const current = versions.at(-1);
  if (at === null) return { value: settings, version: current ? `settings ${current.version}` : 'settings of now' };
  const then = versions.findLast(({ fromMs }) => fromMs <= at);
  if (then) return { value: then.settings, version: `settings ${then.version}` };
  const changedLater = turned.some(({ action, atMs }) => CHANGES.includes(action) && atMs > at);
  return { value: settings, version: changedLater ? 'not_known' : 'settings of now' };
}

/** Every change of the plan counts its version up by one, and leaves a line. */
export function policyVersionAt(campaign: CampaignHistory, at: At): number {
  if (at === null) return campaign.policyVersion;
  return campaign.policyVersion - campaign.turned.filter((line) => line.atMs > at && makesStale(campaign, line)).length;
}

function makesStale(campaign: CampaignHistory, { action, replanned, atMs }: Turned): boolean {
  if (action === 'campaign.cancel' || action === 'campaign.undo_launch') return true;
  // Of the rules only open runs took notice.
  if (action === 'rules.adopt') return ['running', 'paused'].includes(runStateAt(campaign, atMs).state);
  return CHANGES.includes(action) && replanned;
}
