import type { UseQueryResult } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { toProblem } from '../../../api/problem.ts';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { money } from '../../../format/money.ts';
import { plural } from '../../../format/number.ts';
import { phoneWords } from '../../../format/phone.ts';
import type { MessagePreview } from '../queries.ts';
import { plainly } from './message-form.ts';

type Row = MessagePreview['rows'][number];
type Step = Row['steps'][number];
type Price = MessagePreview['prices'][number];

interface MessagePreviewsProps {
  preview: UseQueryResult<MessagePreview>;
  onPlainly: (change: (text: string) => string) => void;
}

/** What the first people of the list would get, written by what writes it when it is sent. */
export function MessagePreviews({ preview, onPlainly }: MessagePreviewsProps) {
  const [at, setAt] = useState(0);
  const { data } = preview;
  if (data === undefined) {
    return preview.isError ? (
      <p className="text-sm text-muted">No preview: {toProblem(preview.error).message}</p>
    ) : (
      <Skeleton className="h-40 w-full" />
    );
  }
  const row = data.rows[Math.min(at, data.rows.length - 1)];
  if (row === undefined) return null;
  return (
    <section
      aria-label="Preview"
      aria-busy={preview.isPlaceholderData}
      className={clsx('rounded-lg border border-line bg-surface', preview.isPlaceholderData && 'opacity-60')}
    >
      <header className="flex items-center justify-between gap-2 border-b border-line py-1.5 pr-2 pl-4">
        <h3 className="text-sm font-medium">
          Row {row.rowNumber}
          {row.phone !== null && (
            <span className="ml-2 font-mono text-xs font-normal text-subtle">{phoneWords(row.phone)}</span>
          )}
        </h3>
        <span className="flex items-center">
          <IconButton
            size="sm"
            label="The row before"
            icon={<ChevronLeft size={14} />}
            disabled={at === 0}
            onClick={() => setAt(at - 1)}
          />
          <span className="text-xs text-subtle">
            {Math.min(at, data.rows.length - 1) + 1} of {data.rows.length}
          </span>
          <IconButton
            size="sm"
            label="The next row"
            icon={<ChevronRight size={14} />}
            disabled={at >= data.rows.length - 1}
            onClick={() => setAt(at + 1)}
          />
        </span>
      </header>
      <div className="flex flex-col gap-4 p-4">
        {row.steps.map((step, place) => (
          <PreviewedStep key={place} step={step} price={data.prices[place] ?? null} onPlainly={onPlainly} />
        ))}
      </div>
    </section>
  );
}

function PreviewedStep({
  step,
  price,
  onPlainly,
}: {
  step: Step;
  price: Price;
  onPlainly: MessagePreviewsProps['onPlainly'];
}) {
  const { channel, text, variables, problem, sms } = step;
  const cost = price === null ? '' : `, at most ${money(price.micros, price.currency)}`;
  if (problem !== null) {
    return (
      <p data-tone="danger" className="text-sm text-tone-fg">
        This row cannot be told: {problem}
      </p>
    );
  }
  if (channel === 'call') {
    return (
      <div>
        <p className="text-sm text-subtle">
          A call{cost}. {variables === null ? 'The agent is told nothing about the person.' : 'The agent is told:'}
        </p>
        {variables !== null && (
          <dl className="mt-1 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-0.5 text-sm">
            {Object.entries(variables).map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="font-mono text-xs leading-5 text-subtle">{name}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    );
  }
  if (text === null || text === '')
    return <p className="text-sm text-subtle">Write the text to see it as the first people get it.</p>;
  return (
    <div>
      <p className="max-w-96 rounded-lg rounded-bl-sm bg-accent-soft px-3 py-2 break-words whitespace-pre-wrap">
        {text}
      </p>
      {sms !== null && (
        <p className="mt-1.5 text-xs text-subtle">
          {[...text].length} characters, {sms.encoding}, {plural(sms.segments, 'segment')}
          {cost}
        </p>
      )}
      {sms !== null && sms.unicodeCharacters.length > 0 && (
        <div data-tone="warning" className="mt-1 flex flex-wrap items-center gap-2 text-xs text-tone-fg">
          <span>
            {sms.unicodeCharacters
              .slice(0, 6)
              .map((character) => `“${character}” (${codeOf(character)})`)
              .join(', ')}
            {sms.unicodeCharacters.length > 6 && ` and ${sms.unicodeCharacters.length - 6} more`} force UCS-2: 70
            characters a segment in place of 160.
          </span>
          {plainly(text) !== text && (
            <Button size="sm" onClick={() => onPlainly(plainly)}>
              Write quotes and dashes plainly
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
