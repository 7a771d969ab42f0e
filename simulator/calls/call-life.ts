import { talks } from '../callees/behaviour.ts';
import type { Clock } from '../world/clock.ts';
import type { Call } from '../world/records.ts';
import type { TimerHeap } from '../world/timer-heap.ts';

/** How a call came to its end, before a provider puts its own word to it. */
export type Ending =
  | 'person_hung_up'
  | 'agent_hung_up'
  | 'max_duration'
  | 'voicemail'
  | 'busy'
  | 'no_answer'
  | 'not_connected'
  | 'bad_number'
  | 'provider_error'
  | 'cancelled';

/** What one provider does at the turns of a call's life. */
export interface CallVoice {
  answered: (call: Call) => void;
  /** Names the end, charges it and tells about it. */
  ended: (call: Call, ending: Ending) => void;
  /** Some seconds later: transcript, recording or analysis are there. Only after a call that talked. */
  documented: (call: Call) => void;
}

export interface CallLife {
  /** The phone rings now. */
  dial: (call: Call, voice: CallVoice) => void;
  cancel: (call: Call, voice: CallVoice) => void;
  inProgress: () => number;
  /** For calls that wait in a provider's own queue. */
  countAccepted: () => void;
  reset: () => void;
}

const DOCUMENTS_AFTER_SECONDS = 2;

export const createCallLife = (clock: Clock, timers: TimerHeap, speed: number): CallLife => {
  let inProgress = 0;
  const realMs = (seconds: number): number => (seconds * 1000) / speed;

  const end = (call: Call, ending: Ending, voice: CallVoice): void => {
    if (call.phase === 'ended') return;
    call.phase = 'ended';
    call.endedAtMs = clock.nowMs();
    inProgress -= 1;
    voice.ended(call, ending);
    if (call.talkSeconds === 0) return;
    timers.schedule('webhook', realMs(DOCUMENTS_AFTER_SECONDS), () => {
      call.documentsReady = true;
      voice.documented(call);
    });
  };

  const answer = (call: Call, voice: CallVoice): void => {
    if (call.phase !== 'ringing') return;
    call.phase = 'talking';
    const wanted = call.behaviour.talkSeconds;
    const tooLong = wanted > call.maxCallSeconds;
    call.talkSeconds = tooLong ? call.maxCallSeconds : wanted;
    voice.answered(call);
    const { outcome } = call.behaviour;
    const natural = outcome === 'voicemail' ? 'voicemail' : outcome === 'hang_up' ? 'person_hung_up' : 'agent_hung_up';
    timers.schedule('call', realMs(call.talkSeconds), () => end(call, tooLong ? 'max_duration' : natural, voice));
  };

  return {
    countAccepted: () => {
      inProgress += 1;
    },
    dial: (call, voice) => {
      const { outcome, ringSeconds } = call.behaviour;
      const rangOut = ringSeconds >= call.ringingTimeoutSeconds;
      call.dialledAtMs = clock.nowMs();
      call.phase = 'ringing';
      call.ringSeconds = Math.min(ringSeconds, call.ringingTimeoutSeconds);
      timers.schedule('call', realMs(call.ringSeconds), () => {
        if (rangOut || outcome === 'no_answer') end(call, 'no_answer', voice);
        else if (talks(outcome)) answer(call, voice);
        else end(call, outcome === 'answer' || outcome === 'hang_up' ? 'agent_hung_up' : outcome, voice);
      });
    },
    cancel: (call, voice) => {
      const sinceDialSeconds = Math.round(((clock.nowMs() - (call.dialledAtMs ?? 0)) / 1000) * speed);
      if (call.phase === 'ringing') call.ringSeconds = Math.min(call.ringSeconds, sinceDialSeconds);
      else call.talkSeconds = Math.max(0, Math.min(call.talkSeconds, sinceDialSeconds - call.ringSeconds));
      end(call, 'cancelled', voice);
    },
    inProgress: () => inProgress,
    reset: () => {
      inProgress = 0;
    },
  };
};
