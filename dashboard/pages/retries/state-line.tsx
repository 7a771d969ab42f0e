import { Callout } from '../../components/callout.tsx';
import { Time } from '../../components/time.tsx';
import { plural } from '../../format/number.ts';
import { leftOf } from './left-of.ts';
import type { Retry } from './queries.ts';

/** Why it stands, where it does, or how it ended; nothing while it dials. */
export function StateLine({ retry }: { retry: Retry }) {
  const { state, members, pausedReason, blockedReason, canary } = retry;
  if (state === 'paused' && canary?.state !== 'stopped') {
    return (
      <Callout
        tone="paused"
        title={
          members.inFlight > 0
            ? `Pausing: ${plural(members.inFlight, 'call or text', 'calls and texts')} in progress will finish`
            : `Paused: ${plural(leftOf(retry), 'contact waits', 'contacts wait')}`
        }
      >
        {pausedReason ?? 'No reason was given.'}
      </Callout>
    );
  }
  if (state === 'running' && blockedReason !== null) {
    return (
      <Callout tone="warning" title="Nothing goes out at the moment">
        {blockedReason}
      </Callout>
    );
  }
  if (state === 'running' && retry.campaignState === 'paused') {
    return (
      <Callout tone="paused" title="Its campaign is paused">
        The retry goes on when the campaign is resumed. Nothing is lost.
      </Callout>
    );
  }
  if (state === 'aborted') {
    return (
      <Callout
        tone="neutral"
        title={`Aborted: ${plural(members.givenBack, 'contact stands', 'contacts stand')} again as before`}
      >
        {members.done > 0
          ? `${plural(members.done, 'contact was', 'contacts were')} dialled before and keep their result. `
          : 'Nobody was dialled. '}
        Ended <Time at={retry.endedAt} as="both" />.
      </Callout>
    );
  }
  if (state === 'completed') {
    return (
      <Callout tone="success" title="Everybody has a result">
        Ended <Time at={retry.endedAt} as="both" />.
      </Callout>
    );
  }
  return null;
}
