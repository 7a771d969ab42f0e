import type { Capabilities } from '../../engine/ports.ts';

/** What Cartesia's published interface of 2026-03-01 can do. */
export const CARTESIA_CAPABILITIES: Capabilities = {
  // It has no SMS product.
  channels: ['call'],
  agentPerCall: true,
  callVariables: true,
  callLimits: true,
  // No answering-machine verdict exists anywhere in its call object.
  voicemailVerdict: false,
  smsReceipts: false,
  balance: false,
  // Only while a call is `started`.
  cancelCall: true,
  transcripts: true,
  recordings: true,
  purchaseCredit: false,
  // A shared secret in a header, without a signature over the body.
  webhooks: 'hint',
  // Numbers that Cartesia provisions place calls to US numbers only.
  countries: ['US'],
};
