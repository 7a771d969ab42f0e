import type { Capabilities, PlaceResult, SendControl, Telephony } from '../../engine/ports.ts';

const CAPABILITIES: Capabilities = {
  channels: ['call', 'sms'],
  agentPerCall: false,
  callVariables: true,
  callLimits: true,
  voicemailVerdict: true,
  smsReceipts: false,
  balance: false,
  cancelCall: false,
  transcripts: true,
  recordings: false,
  purchaseCredit: false,
  webhooks: 'signed',
  countries: null,
};

const refuse = (): never => {
  throw new Error('this trial does not use that part of the port');
};

export interface ScriptedTelephony extends Telephony {
  /** Every create that began, in order, with the instant of its first byte. */
  begun: { attemptId: string; to: string; atMs: number }[];
}

/** The port without a network, for trials of the ledger alone: `answer` decides what each create comes to. */
export function scriptedTelephony(
  answer: (attemptId: string, to: string) => PlaceResult | Promise<PlaceResult> = (attemptId) => ({
    kind: 'accepted',
    providerRef: `ref_${attemptId}`,
    startedAtMs: Date.now(),
  }),
  capabilities: Partial<Capabilities> = {},
): ScriptedTelephony {
  const begun: ScriptedTelephony['begun'] = [];
  const create = async (request: { attemptId: string; to: string }, control: SendControl): Promise<PlaceResult> => {
    if (!control.mayStart()) return { kind: 'not_sent', message: 'deadline' };
    begun.push({ attemptId: request.attemptId, to: request.to, atMs: Date.now() });
    return await answer(request.attemptId, request.to);
  };
  return {
    begun,
    capabilities: { ...CAPABILITIES, ...capabilities },
    placeCall: create,
    sendText: create,
    read: async () => null,
    listRecent: async () => ({ records: [] }),
    listReceivedTexts: async () => ({ events: [] }),
    readTranscript: async () => [],
    readRecording: async () => 'none',
    readBalance: async () => null,
    check: async () => {},
    listNumbers: async () => [],
    provisionNumber: refuse,
    updateNumber: refuse,
    releaseNumber: refuse,
    purchaseCredit: refuse,
    readAgent: async () => null,
    registerWebhook: refuse,
    deleteWebhook: refuse,
    parseWebhook: refuse,
  };
}
