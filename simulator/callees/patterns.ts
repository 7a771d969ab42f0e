import type { FaultKind } from '../faults/fault-kinds.ts';
import { QUIET_TEXTER, behave } from './behaviour.ts';
import type { CallBehaviour, SmsBehaviour } from './behaviour.ts';

interface Pattern {
  calls?: readonly CallBehaviour[];
  sms?: SmsBehaviour;
  /** Fires at the first request (or for the first dial's webhooks) only, so that a retry can come through. */
  fault?: FaultKind;
}

/** By the last four digits. The README's table is written from this one. */
const PATTERNS: ReadonlyMap<string, Pattern> = new Map<string, Pattern>([
  ['9000', { calls: [behave('answer')] }],
  ['9001', { calls: [behave('busy')] }],
  ['9002', { calls: [behave('no_answer')] }],
  ['9003', { calls: [behave('voicemail')] }],
  ['9004', { calls: [behave('not_connected')] }],
  ['9005', { calls: [behave('bad_number')] }],
  ['9006', { calls: [behave('provider_error')] }],
  ['9007', { calls: [behave('hang_up')] }],
  ['9008', { calls: [behave('answer', { optOut: true })] }],
  ['9009', { calls: [behave('no_answer'), behave('busy'), behave('answer')] }],
  ['9010', { sms: { ...QUIET_TEXTER, reply: 'STOP' } }],
  ['9011', { sms: { ...QUIET_TEXTER, reply: 'please stop texting me' } }],
  ['9012', { sms: { ...QUIET_TEXTER, blocked: true } }],
  ['9013', { sms: { ...QUIET_TEXTER, reply: 'Yes' } }],
  ['9020', { calls: [behave('answer', { talkSeconds: 600 })] }],
  ['9021', { calls: [behave('answer', { presses: '9' })] }],
  ['9030', { fault: 'accept_then_timeout' }],
  ['9031', { fault: 'accept_then_500' }],
  ['9032', { fault: 'reject_500' }],
  ['9033', { fault: 'reject_429' }],
  ['9034', { fault: 'reject_402' }],
  ['9035', { fault: 'never_listed' }],
  ['9036', { fault: 'html_answer' }],
  ['9037', { fault: 'empty_answer' }],
  ['9038', { fault: 'cut_answer' }],
  ['9039', { fault: 'slow_answer' }],
  ['9040', { fault: 'webhook_lost' }],
  ['9041', { fault: 'webhook_late' }],
  ['9042', { fault: 'webhook_doubled' }],
  ['9043', { fault: 'webhook_reordered' }],
]);

/**
 * What a number means by itself: +1, any area, 555, then 90NN. Exchange 555 keeps ordinary numbers out, since
 * ten thousand random contacts would otherwise meet every fault.
 */
export const patternOf = (to: string): Pattern | undefined =>
  to.length === 12 && to.startsWith('555', 5) ? PATTERNS.get(to.slice(-4)) : undefined;
