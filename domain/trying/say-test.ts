import type { TestState } from './test-state.ts';

/** One sentence for the states that need no reason; null = what is in the way says it. */
export function sayTest(state: TestState, channel: 'call' | 'sms', lifeMinutes: number): string | null {
  switch (state) {
    case 'waiting':
    case 'not_sent':
      return null;
    case 'dialing':
      return 'The provider is being asked.';
    case 'in_progress':
      return channel === 'call'
        ? 'The provider has the call: it rings, or somebody talks.'
        : 'The provider has the text.';
    case 'ended':
      return 'It is over; its transcript is waited for.';
    case 'done':
      return 'It is over.';
    case 'expired':
      return `It could not go out within ${lifeMinutes} minutes and is over. Nothing rings any more.`;
    case 'cancelled':
      return 'It was cancelled. Nothing goes out.';
  }
}
