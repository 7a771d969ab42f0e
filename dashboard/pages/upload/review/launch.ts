import type { launched } from '../../../../api/schemas/campaigns.ts';
import { get, send, type Answer } from '../../../api/client.ts';
import { ApiProblem, toProblem } from '../../../api/problem.ts';
import { commitImport } from '../edits.ts';
import { isAtWork, type Campaign, type Draft } from '../queries.ts';
import { tabStore } from '../tab-store.ts';
import { launchesIn } from './pending-launch.ts';

export type Launched = Answer<typeof launched>;

export type LaunchStage =
  | { step: 'taking_in'; draft: Draft }
  | { step: 'launching' }
  | { step: 'waiting'; why: string };

export const UNDO_SECONDS = 5;
export const launches = launchesIn(tabStore);
const POLL_MS = 500;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

interface LaunchInput {
  draft: Draft;
  campaign: Campaign;
  /** Typed by the person, where that many people want it. */
  confirmName: string | undefined;
  nowMs: number;
  onStage: (stage: LaunchStage) => void;
}

/**
 * Takes the list in, then launches, under one key for as long as there is no answer. Throws ApiProblem; undefined =
 * somebody else has launched it meanwhile.
 */
export async function launchCampaign({
  draft,
  campaign,
  confirmName,
  nowMs,
  onStage,
}: LaunchInput): Promise<Launched | undefined> {
  const { key } = launches.begin(campaign.id, nowMs);
  try {
    if (draft.state !== 'done') await takeIn(draft, campaign.id, key, onStage);
    onStage({ step: 'launching' });
    const body = { undoSeconds: UNDO_SECONDS, ...(confirmName === undefined ? {} : { confirmName }) };
    const answer = await untilAnswered(onStage, () =>
      send<Launched>('POST', '/campaigns/:campaignId/launch', {
        params: { campaignId: campaign.id },
        body,
        idempotencyKey: key,
      }),
    );
    launches.end(campaign.id);
    return answer;
  } catch (error) {
    const problem = toProblem(error);
    // Without an answer the key stays: the next try is the same launch.
    if (isUnanswered(problem)) throw problem;
    launches.end(campaign.id);
    if (problem.code === 'campaign_already_launched' || problem.code === 'campaign_running') return undefined;
    throw problem;
  }
}

async function takeIn(draft: Draft, campaignId: string, key: string, onStage: LaunchInput['onStage']): Promise<void> {
  const params = { importId: draft.id };
  const look = (): Promise<Draft> => untilAnswered(onStage, () => get<Draft>('/imports/:importId', { params }));
  let now = await look();
  if (now.state === 'checked' && now.wanted !== 'commit') {
    await untilAnswered(onStage, () => commitImport(draft.id, { version: draft.version, campaignId }, `${key}-commit`));
    now = await look();
  }
  while (isAtWork(now)) {
    onStage({ step: 'taking_in', draft: now });
    await pause(POLL_MS);
    now = await look();
  }
  if (now.state === 'done') return;
  throw new ApiProblem({
    status: 409,
    code: now.failure?.code ?? 'list_not_taken_in',
    detail: now.failure?.message ?? 'The list could not be taken in.',
    repair: now.failure?.repair ?? 'Look at step 3. Nothing was launched.',
    atMs: Date.now(),
  });
}

const isUnanswered = (problem: ApiProblem): boolean =>
  problem.isPassing || problem.code === 'idempotency_in_progress' || problem.code === 'answer_unreadable';

/** Asks again, under the same key, for as long as nobody answers; what is refused is an answer. */
async function untilAnswered<T>(onStage: LaunchInput['onStage'], ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const problem = toProblem(error);
      const waitMs = RETRY_MS[tries];
      if (waitMs === undefined || !isUnanswered(problem)) throw problem;
      onStage({ step: 'waiting', why: problem.message });
      await pause(waitMs);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
