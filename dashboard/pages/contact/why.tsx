import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleHelp, CircleX, Clock, type LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { addressOf } from '../../api/client.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import type { Tone } from '../../components/tone.ts';
import { explainQuery, type Explanation, type History, type Rule } from './queries.ts';
import { ruleWords } from './words.ts';

interface WhyProps {
  history: History;
  /** A moment that was; undefined = now. */
  at: string | undefined;
  onNow: () => void;
}

/** The whole decision, rule by rule in the order of the gate: now, or at the moment of an attempt. */
export function Why({ history, at, onNow }: WhyProps) {
  const query = useQuery(explainQuery(history.id, at));
  const params = { contactId: history.id };
  const section = useRef<HTMLElement>(null);
  // Asked from an attempt further down: the answer must come into sight.
  useEffect(() => {
    if (at !== undefined) section.current?.scrollIntoView({ block: 'start' });
  }, [at]);
  return (
    <section ref={section} aria-label="Why" className="scroll-mt-4 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        <h3 className="font-semibold">{at === undefined ? 'Why, at this moment' : 'Why, at that moment'}</h3>
        {at !== undefined && (
          <>
            <span className="text-sm text-subtle">
              <Time at={at} as="both" />
            </span>
            <Button size="sm" onClick={onNow}>
              Back to now
            </Button>
          </>
        )}
        <span className="ml-auto max-sm:hidden">
          <AsCommand
            call={{ method: 'GET', address: addressOf('/contacts/:contactId/explain', { params, query: { at } }) }}
            cli={`outdial why ${history.id}${at === undefined ? '' : ` --at ${at}`}`}
          />
        </span>
      </header>
      <div className="px-4 py-3">
        <QueryView query={query} what="The explanation" skeleton={<SkeletonLines lines={4} />}>
          {(explanation) => <Explained explanation={explanation} />}
        </QueryView>
      </div>
    </section>
  );
}

function Explained({ explanation }: { explanation: Explanation }) {
  const { message, nextAt, rules, decidingRule, reminder } = explanation;
  return (
    <>
      <p className="font-medium">{message}</p>
      {nextAt !== null && (
        <p className="mt-1 text-muted">
          Something changes by itself <Time at={nextAt} as="both" />.
        </p>
      )}
      {reminder !== null && <p className="mt-1 text-muted">It tells of an appointment: {reminder.says}.</p>}
      {rules.length > 0 && (
        <details className="mt-3" open={decidingRule !== null}>
          <summary className="cursor-pointer text-sm text-subtle">
            {rules.length} rules were looked at, {rules.filter(({ verdict }) => verdict === 'passes').length} let it
            through
          </summary>
          <ol className="mt-2 flex flex-col">
            {rules.map((rule) => (
              <RuleRow key={rule.rule} rule={rule} decides={rule.rule === decidingRule} />
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

const VERDICTS: Record<Rule['verdict'], { tone: Tone; icon: LucideIcon; words: string }> = {
  passes: { tone: 'done', icon: CircleCheck, words: 'passes' },
  forbids: { tone: 'final', icon: CircleX, words: 'forbids' },
  waits: { tone: 'waiting', icon: Clock, words: 'waits' },
  not_known: { tone: 'neutral', icon: CircleHelp, words: 'not known' },
};

function RuleRow({ rule, decides }: { rule: Rule; decides: boolean }) {
  const { tone, icon: Icon, words } = VERDICTS[rule.verdict];
  return (
    <li
      data-tone={tone}
      className={`grid grid-cols-[1.25rem_minmax(6rem,9.5rem)_1fr] gap-x-2 rounded-sm px-1 py-1 text-sm ${decides ? 'bg-tone-bg' : ''}`}
    >
      <Icon aria-hidden size={14} className="mt-0.5 text-tone-fg" />
      <span>
        <span className={decides ? 'font-semibold' : ''}>{ruleWords(rule.rule)}</span>{' '}
        <span className="text-xs text-tone-fg">{words}</span>
      </span>
      <span className="min-w-0 break-words text-muted">
        {rule.evidence}
        {rule.verdict !== 'passes' && rule.whatWouldChange !== null && (
          <span className="block text-fg">What would change it: {rule.whatWouldChange}.</span>
        )}
        {rule.nextChangeAt !== null && rule.verdict === 'waits' && (
          <span className="block">
            Until <Time at={rule.nextChangeAt} as="both" />
          </span>
        )}
        {rule.version !== null && <span className="block text-xs text-subtle">by {rule.version}</span>}
      </span>
    </li>
  );
}
