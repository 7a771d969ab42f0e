import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  changedSettings,
  controlled,
  createdCampaign,
  launched,
  settingsPreview,
  undoneLaunch,
} from '../../../api/schemas/campaigns.ts';
import { send, type Answer } from '../../api/client.ts';
import { toProblem } from '../../api/problem.ts';
import { serverNowMs } from '../../app/use-now.ts';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { draftOf } from './draft-of.ts';
import type { CampaignDetail, SettingsChange } from './queries.ts';

export type Controlled = Answer<typeof controlled>;
export type SettingsPreview = Answer<typeof settingsPreview>;

const params = (campaignId: string) => ({ params: { campaignId } });

export const pauseCampaign = (campaignId: string, reason?: string): Promise<Controlled> =>
  send('POST', '/campaigns/:campaignId/pause', { ...params(campaignId), body: reason ? { reason } : {} });
export const resumeCampaign = (campaignId: string): Promise<Controlled> =>
  send('POST', '/campaigns/:campaignId/resume', params(campaignId));
export const cancelCampaign = (campaignId: string, reason: string): Promise<Controlled> =>
  send('POST', '/campaigns/:campaignId/cancel', { ...params(campaignId), body: reason === '' ? {} : { reason } });

/** How long a launch of a person waits for their second thought. */
export const UNDO_SECONDS = 5;
/** The key is one per dialog: pressed again after a time-out, or by a double click, it launches once. */
export const launchCampaign = (
  campaignId: string,
  confirmName: string | undefined,
  idempotencyKey: string,
): Promise<Answer<typeof launched>> =>
  send('POST', '/campaigns/:campaignId/launch', {
    ...params(campaignId),
    body: { undoSeconds: UNDO_SECONDS, ...(confirmName === undefined ? {} : { confirmName }) },
    idempotencyKey,
  });
export const undoLaunch = (campaignId: string): Promise<Answer<typeof undoneLaunch>> =>
  send('POST', '/campaigns/:campaignId/undo-launch', params(campaignId));

export const previewSettings = (campaignId: string, body: SettingsChange): Promise<SettingsPreview> =>
  send('POST', '/campaigns/:campaignId/settings/preview', { ...params(campaignId), body });
export const changeSettings = (campaignId: string, body: SettingsChange): Promise<Answer<typeof changedSettings>> =>
  send('PATCH', '/campaigns/:campaignId/settings', { ...params(campaignId), body });

export const duplicateCampaign = (campaign: CampaignDetail): Promise<Answer<typeof createdCampaign>> =>
  send('POST', '/campaigns', { body: draftOf(campaign, serverNowMs()) });

/** What cannot be taken back any more, said after a pause or a cancel. */
export const stillUnderWay = ({ inFlight, mayStillBegin }: Controlled): string => {
  const open = inFlight + mayStillBegin;
  return open === 0
    ? 'Nothing is in progress.'
    : `${plural(open, 'call or text', 'calls and texts')} in progress will finish.`;
};

/** Pause and resume with one press, from wherever a campaign stands. */
export function usePauseResume(campaignId: string) {
  const client = useQueryClient();
  const refresh = (): void => {
    void client.invalidateQueries({ queryKey: ['campaign', campaignId] });
    void client.invalidateQueries({ queryKey: ['campaigns', 'list'] });
    void client.invalidateQueries({ queryKey: ['campaign-reasons', campaignId] });
  };
  const pause = useMutation({
    mutationFn: (reason: string | undefined) => pauseCampaign(campaignId, reason),
    onSuccess: (answer) => {
      toast({ tone: 'paused', title: 'Paused: no new call begins.', detail: stillUnderWay(answer) });
      refresh();
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not paused', detail: problemWords(error) }),
  });
  const resume = useMutation({
    mutationFn: () => resumeCampaign(campaignId),
    onSuccess: () => {
      toast({ tone: 'live', title: 'Dialing goes on.' });
      refresh();
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not resumed', detail: problemWords(error) }),
  });
  return { pause, resume, refresh };
}

/** What went wrong, and what to do about it. */
export const problemWords = (error: unknown): string => {
  const { detail, repair } = toProblem(error).parts;
  return repair === undefined ? detail : `${detail} ${repair}`;
};
