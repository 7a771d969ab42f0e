import { Pill } from '../../../components/pill.tsx';
import type { Tone } from '../../../components/tone.ts';
import type { TimelineEntry } from '../shapes.ts';
import { sayMeaning } from '../words.ts';

const TONES: Readonly<Record<string, Tone>> = {
  confirm: 'done',
  cancel: 'neutral',
  reschedule: 'retryable',
  opt_out: 'suppressed',
  human: 'retryable',
  unclear: 'warning',
};
const SOURCES: Readonly<Record<string, string>> = {
  agent: 'told to the agent of the call',
  keys: 'a key pressed',
  digits: 'a key pressed',
  sms: 'by text',
  text: 'by text',
  api: 'told by another system',
  review: 'decided by a person here',
  operator: 'told to a person here',
};

export const AnswerEntry = ({ answer }: { answer: NonNullable<TimelineEntry['answer']> }) => (
  <div className="mt-1 flex flex-wrap items-center gap-2">
    <Pill tone={TONES[answer.meaning] ?? 'info'} size="sm">
      {sayMeaning(answer.meaning)}
    </Pill>
    <span className="text-subtle">
      {SOURCES[answer.source] ?? answer.source.replaceAll('_', ' ')}
      {answer.digits !== null && `, key ${answer.digits}`}
    </span>
    {answer.said !== null && <q>{answer.said}</q>}
    {answer.waits && (
      <Pill tone="waiting" size="sm">
        Not applied yet
      </Pill>
    )}
  </div>
);
