import type { Capabilities } from '../../engine/ports.ts';

/**
 * What AgentNumber's published interface can do (provider document api/v0; behaviour of the public source of
 * 2026-03-26 where the document is silent).
 */
export const AGENTNUMBER_CAPABILITIES: Capabilities = {
  channels: ['call', 'sms'],
  // `POST /calls` documents only from, to and metadata: the number's own prompt or webhook answers.
  agentPerCall: false,
  callVariables: false,
  callLimits: false,
  // `voicemail` is one of its ended reasons.
  voicemailVerdict: true,
  // A text keeps the status that it had when created.
  smsReceipts: false,
  // It sends through Twilio's long codes, whose default keywords block, unblock and reply before anybody else does.
  carrierAnswers: 'stop unsubscribe end quit stopall revoke optout cancel start unstop help info'.split(' '),
  balance: true,
  // There is no endpoint to hang up.
  cancelCall: false,
  transcripts: true,
  recordings: true,
  purchaseCredit: true,
  webhooks: 'signed',
  countries: null,
};
