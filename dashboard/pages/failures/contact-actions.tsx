import { Ban, CheckCheck, RotateCw } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { Button } from '../../components/button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import type { Selection } from '../../components/use-selection.ts';
import { count } from '../../format/number.ts';
import { PlanDialog } from '../retries/plan/plan-dialog.tsx';
import type { Picked } from './contact-filter.ts';
import { isRetryable } from './pick-group.ts';
import type { Group } from './queries.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { SuppressDialog } from './suppress-dialog.tsx';

interface ContactActionsProps {
  group: Group;
  selection: Selection;
  /** How many match the filter; undefined = not known yet. */
  matching: number | undefined;
  picked: Picked;
  /** All that match, for keys that are pressed while nothing is chosen. */
  everybody: Picked;
  onDone: () => void;
  /** The table, between what is offered before and after a choice. */
  children: ReactNode;
}

type Action = 'retry' | 'resolve' | 'suppress';

/** What is done with the chosen ones. The group is frozen by the action that takes it, not by the page. */
export function ContactActions({
  group,
  selection,
  matching,
  picked,
  everybody,
  onDone,
  children,
}: ContactActionsProps) {
  const [doing, setDoing] = useState<{ action: Action; picked: Picked } | null>(null);
  const { missing: noWrite } = useScope('campaigns:write');
  const { missing: noConsent } = useScope('consent:write');
  const mayRetry = isRetryable(group);
  const target = picked.count > 0 ? picked : everybody;
  const begin = (action: Action): void => setDoing({ action, picked: target });
  const close = (): void => setDoing(null);
  const done = (): void => {
    close();
    onDone();
  };
  const some = target.count > 0;
  const top = useRef<HTMLDivElement>(null);
  const selectAll = (): void => {
    selection.selectAll();
    // The table may be out of sight, and what was chosen with it.
    top.current?.scrollIntoView({ block: 'start' });
  };
  useShortcut('a', 'Select all that match', selectAll, (matching ?? 0) > 0);
  useShortcut('Escape', 'Clear the selection', selection.clear, picked.count > 0);
  useShortcut(
    'r',
    'Retry the selection, or all that match',
    () => begin('retry'),
    mayRetry && some && noWrite === undefined,
  );
  useShortcut('m', 'Mark as resolved', () => begin('resolve'), some && noWrite === undefined);
  return (
    <div ref={top} className="scroll-mt-20">
      {picked.count === 0 && (matching ?? 0) > 0 && (
        <div className="mb-3 flex flex-wrap items-center gap-2">
          {mayRetry && (
            <Button
              kind="primary"
              icon={<RotateCw aria-hidden size={14} />}
              missing={noWrite}
              onClick={() => begin('retry')}
            >
              Retry all {count(matching ?? 0)}…
            </Button>
          )}
          <Button onClick={selection.selectAll}>Select all {count(matching ?? 0)}</Button>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-subtle max-md:hidden">
            <span className="flex items-center gap-1.5">
              <Kbd keys="x" /> selects a row
            </span>
            <span className="flex items-center gap-1.5">
              <Kbd keys="a" /> all that match
            </span>
            {mayRetry && (
              <span className="flex items-center gap-1.5">
                <Kbd keys="r" /> retries
              </span>
            )}
          </span>
        </div>
      )}
      {children}
      <SelectionBar selection={selection} matching={matching} noun="contact">
        {mayRetry && (
          <Button
            size="sm"
            kind="primary"
            icon={<RotateCw aria-hidden size={13} />}
            missing={noWrite}
            onClick={() => begin('retry')}
          >
            Retry…
          </Button>
        )}
        <Button
          size="sm"
          icon={<CheckCheck aria-hidden size={13} />}
          missing={noWrite}
          onClick={() => begin('resolve')}
        >
          Mark resolved…
        </Button>
        <Button
          size="sm"
          kind="danger-quiet"
          icon={<Ban aria-hidden size={13} />}
          missing={noConsent}
          onClick={() => begin('suppress')}
        >
          Suppress numbers…
        </Button>
      </SelectionBar>
      {doing?.action === 'retry' && (
        <PlanDialog source={{ kind: 'failures', picked: doing.picked, words: group.words }} onClose={done} />
      )}
      {doing?.action === 'resolve' && <ResolveDialog picked={doing.picked} onClose={close} onDone={done} />}
      {doing?.action === 'suppress' && <SuppressDialog picked={doing.picked} onClose={close} onDone={done} />}
    </div>
  );
}
