import { ChevronRight, CircleHelp, MessageSquare, Phone as PhoneIcon } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { Button } from '../../components/button.tsx';
import { Money } from '../../components/money.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { duration } from '../../format/time.ts';
import { AttemptDetails } from './attempt-details.tsx';
import type { Attempt } from './queries.ts';

interface AttemptCardProps {
  attempt: Attempt;
  /** Unfolded at first: the newest one. */
  open: boolean;
  /** The one that somebody came for. */
  isPicked?: boolean;
  onWhy: (at: string) => void;
}

/** One attempt: how it ended and why in the head, everything else below. */
export function AttemptCard({ attempt, open, isPicked = false, onWhy }: AttemptCardProps) {
  const { channel, outcome, state, cause, talkSeconds, costMicros, costPresumed, currency, retry } = attempt;
  const Icon = channel === 'call' ? PhoneIcon : MessageSquare;
  return (
    <li
      ref={isPicked ? intoView : undefined}
      className={`rounded-lg border bg-surface ${isPicked ? 'border-accent' : 'border-line'}`}
    >
      <details open={open} className="group">
        <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-3 py-2.5 hover:bg-hover">
          <ChevronRight aria-hidden size={14} className="text-subtle transition-transform group-open:rotate-90" />
          <Icon aria-hidden size={14} className="text-muted" />
          <span className="font-medium">
            {channel === 'call' ? 'Call' : 'Text'} {attempt.ordinal}
          </span>
          {outcome === null ? (
            <StatusPill
              kind="attempt"
              state={state}
              {...(state === 'VOID' && attempt.reason !== null
                ? { words: `Not dialled: ${attempt.reason.replaceAll('_', ' ')}` }
                : {})}
            />
          ) : (
            <StatusPill kind="outcome" state={outcome} />
          )}
          <span className="text-sm text-subtle">
            <Time at={attempt.sentAt ?? attempt.createdAt} as="both" />
          </span>
          <span className="ml-auto flex items-center gap-3 text-sm text-muted">
            {talkSeconds !== null && talkSeconds > 0 && <span>{duration(talkSeconds * 1_000)}</span>}
            {costMicros !== null && (
              <span>
                <Money micros={costMicros} currency={currency} />
                {costPresumed && ' presumed'}
              </span>
            )}
          </span>
        </summary>
        <div className="flex flex-col gap-4 border-t border-line px-4 py-3">
          {cause !== null && (
            <div data-tone={cause.class === 'never' ? 'final' : cause.class === 'change' ? 'paused' : 'retryable'}>
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-medium text-tone-fg">{cause.words}</span>
                <StatusPill kind="cause" state={cause.class} />
              </p>
              <p className="text-muted">
                {cause.means} {cause.fix}
              </p>
            </div>
          )}
          {retry !== null && (
            <p className="text-muted">
              Made by the retry{' '}
              <Link to="/retries/$retryId" params={{ retryId: retry.id }} className="link">
                {retry.name}
              </Link>
              .
            </p>
          )}
          <AttemptDetails attempt={attempt} />
          <p>
            <Button size="sm" icon={<CircleHelp aria-hidden size={14} />} onClick={() => onWhy(momentOf(attempt))}>
              {state === 'VOID' ? 'Why it was not sent' : 'Why it was sent'}
            </Button>
          </p>
        </div>
      </details>
    </li>
  );
}

/** The moment at which it was judged, as near as its own times tell. */
const momentOf = ({ sentAt, createdAt }: Attempt): string => sentAt ?? createdAt;

const intoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'center' });
