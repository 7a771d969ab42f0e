import { outcomeClass, type Outcome } from '../outcome.ts';
import type { Next } from '../plan.ts';

/**
 * What follows the dial of a retry: nothing. Whoever plans a retry is told what it costs at most and how long it takes,
 * and that holds only when each contact is dialled once; who was not reached can be taken into another.
 */
export function afterRetry(outcome: Outcome): Next {
  if (outcome === 'opted_out' || outcome === 'sms_opted_out')
    return { kind: 'end', state: 'suppressed', reason: outcome };
  const kind = outcomeClass(outcome);
  const state = kind === 'success' ? 'reached' : kind === 'retry' ? 'exhausted' : 'failed';
  return { kind: 'end', state, reason: outcome };
}
