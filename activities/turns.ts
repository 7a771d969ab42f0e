import { Context } from '@temporalio/activity';
import type { TurnOutcome } from '../domain/turn-loop.ts';
import { turn, type TurnDeps } from '../engine/dialing/turn.ts';
import { reconcileForAWhile } from '../engine/reconciling/reconcile-for-a-while.ts';

export interface TurnActivities {
  dispatchTurn: (input: { runId: string }) => Promise<TurnOutcome>;
  reconcileTurn: (input: { accountId: string }) => Promise<TurnOutcome>;
}

/** How long a turn stays at work before it answers, so that a slow run costs two workflow tasks a minute. */
const TURN_BUDGET_MS = 30_000;

/** The engine's verbs as Temporal sees them. */
export function createTurnActivities(deps: TurnDeps): TurnActivities {
  return {
    dispatchTurn: async ({ runId }) => {
      const context = Context.current();
      return await turn(deps, {
        runId,
        budgetMs: TURN_BUDGET_MS,
        heartbeat: () => context.heartbeat(),
        signal: context.cancellationSignal,
      });
    },
    reconcileTurn: async ({ accountId }) => {
      const context = Context.current();
      return await reconcileForAWhile(deps, {
        accountId,
        budgetMs: TURN_BUDGET_MS,
        heartbeat: () => context.heartbeat(),
        signal: context.cancellationSignal,
      });
    },
  };
}
