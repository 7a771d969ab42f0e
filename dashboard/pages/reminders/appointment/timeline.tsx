import {
  Ban,
  CalendarClock,
  CircleSlash,
  Clock,
  MessageSquareReply,
  Pencil,
  TriangleAlert,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import { ToneIcon } from '../../../components/tone-icon.tsx';
import type { Tone } from '../../../components/tone.ts';
import { Moment } from '../moment.tsx';
import type { AppointmentDetail, TimelineEntry } from '../shapes.ts';
import { useNow } from '../../../app/use-now.ts';
import { AnswerEntry } from './answer-entry.tsx';
import { AttemptEntry } from './attempt-entry.tsx';
import { plainWords, versionWords } from './entry-words.ts';

interface TimelineProps {
  entries: readonly TimelineEntry[];
  appointment: AppointmentDetail;
}

const LOOKS: Readonly<Record<TimelineEntry['kind'], { tone: Tone; icon?: LucideIcon; words: string }>> = {
  version: { tone: 'info', icon: Pencil, words: 'Changed' },
  skipped: { tone: 'neutral', icon: CircleSlash, words: 'Not sent' },
  withdrawn: { tone: 'neutral', icon: Undo2, words: 'Taken back' },
  missed: { tone: 'warning', icon: TriangleAlert, words: 'Missed' },
  held_back: { tone: 'suppressed', icon: Ban, words: 'Held back' },
  attempt: { tone: 'live', words: 'Attempt' },
  answer: { tone: 'done', icon: MessageSquareReply, words: 'Answer' },
  message: { tone: 'info', icon: MessageSquareReply, words: 'Text from them' },
  suppression: { tone: 'suppressed', icon: Ban, words: 'Said no' },
  lifted: { tone: 'done', icon: Undo2, words: 'The no was lifted' },
  planned: { tone: 'waiting', icon: CalendarClock, words: 'To come' },
};

/** Everything that happened and is to come, latest first (S6). */
export const Timeline = ({ entries, appointment }: TimelineProps) => (
  <ol aria-label="What happened, latest first" className="relative flex flex-col">
    {entries.toReversed().map((entry, at) => (
      <li key={`${entry.at} ${at}`} className="grid grid-cols-[1.75rem_1fr] gap-x-3">
        <Mark kind={entry.kind} isLast={at === entries.length - 1} />
        <div className="min-w-0 pb-5">
          <div className="flex flex-wrap items-baseline gap-x-2 text-sm text-subtle">
            <span className="font-medium text-fg">{LOOKS[entry.kind].words}</span>
            <Moment at={entry.at} zone={appointment.zone} relative />
          </div>
          <Body entry={entry} appointment={appointment} />
        </div>
      </li>
    ))}
  </ol>
);

function Mark({ kind, isLast }: { kind: TimelineEntry['kind']; isLast: boolean }) {
  const { tone, icon: Icon = kind === 'attempt' ? undefined : Clock } = LOOKS[kind];
  return (
    <span data-tone={tone} className="flex flex-col items-center">
      <span className="flex size-7 items-center justify-center rounded-full border border-tone-line bg-tone-bg text-tone-fg">
        {Icon === undefined ? <ToneIcon tone={tone} size={14} /> : <Icon aria-hidden size={14} />}
      </span>
      {!isLast && <span aria-hidden className="w-px flex-1 bg-line" />}
    </span>
  );
}

function Body({ entry, appointment }: { entry: TimelineEntry; appointment: AppointmentDetail }) {
  const nowMs = useNow();
  if (entry.attempt !== undefined) {
    const { key } = entry.attempt;
    const says = appointment.plan.find((step) => step.key === key)?.says ?? key;
    return <AttemptEntry attempt={entry.attempt} says={says} currency={appointment.cost.currency} />;
  }
  if (entry.answer !== undefined) return <AnswerEntry answer={entry.answer} />;
  if (entry.message !== undefined) {
    return (
      <blockquote className="mt-1 rounded-md bg-sunken px-3 py-2 whitespace-pre-wrap">{entry.message.body}</blockquote>
    );
  }
  const version =
    entry.kind === 'version' ? appointment.versions.find((one) => one.version === entry.version) : undefined;
  const words = version === undefined ? plainWords(entry, appointment.zone, nowMs) : versionWords(version, nowMs);
  return <p className="break-words">{words}</p>;
}
