import { condition, continueAsNew, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { nextLoopStep, type TurnOutcome } from '../domain/turn-loop.ts';
import { WAKE_SIGNAL } from './contract.ts';

const wakeSignal = defineSignal(WAKE_SIGNAL);

/**
 * The loop of every run and reconciler: take a turn, sleep until the time that it answered or until a wake, again.
 * Its first step is always a turn, so a wake that comes before the handler is set cannot be lost. All that it knows
 * is in the ledger; the workflow carries only the id.
 */
export async function turnLoop<Input>(input: Input, takeTurn: (input: Input) => Promise<TurnOutcome>): Promise<void> {
  let woken = false;
  setHandler(wakeSignal, () => {
    woken = true;
  });
  for (;;) {
    woken = false;
    const step = nextLoopStep(await takeTurn(input), workflowInfo().historyLength);
    switch (step.kind) {
      case 'end':
        if (!woken) return;
        break;
      case 'renew':
        await continueAsNew<(input: Input) => Promise<void>>(input);
        break;
      case 'sleep':
        await condition(() => woken, step.waitMs);
        break;
      case 'turn':
        break;
    }
  }
}
