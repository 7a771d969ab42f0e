import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { Tooltip } from '../../components/tooltip.tsx';
import type { UploadStep } from './search.ts';
import type { StepState } from './step-state.ts';

interface StepperProps {
  importId: string;
  steps: readonly StepState[];
  current: UploadStep;
}

/** Where somebody is in the wizard; every step that can be opened is a link, so that Back is only another one. */
export const Stepper = ({ importId, steps, current }: StepperProps) => (
  <nav aria-label="Steps" className="mb-6">
    <ol className="flex overflow-x-auto rounded-lg border border-line bg-surface">
      {steps.map((state, at) => (
        <li
          key={state.step}
          className={clsx('flex min-w-0 border-line not-last:border-r sm:flex-1', state.step === current && 'flex-1')}
        >
          <Tooltip words={state.step === current ? undefined : state.blocked}>
            <Link
              to="/uploads/$importId"
              params={{ importId }}
              search={{ step: state.step }}
              disabled={state.blocked !== undefined && state.step !== current}
              aria-current={state.step === current ? 'step' : undefined}
              aria-description={state.blocked}
              className={clsx(
                'flex min-w-0 flex-1 items-center gap-2 px-3 py-2.5 whitespace-nowrap',
                state.step === current && 'bg-accent-soft font-medium',
                state.blocked === undefined ? 'hover:bg-hover' : 'text-subtle',
              )}
            >
              <span
                aria-hidden
                className={clsx(
                  'flex size-5 shrink-0 items-center justify-center rounded-full text-xs',
                  state.step === current
                    ? 'bg-accent text-accent-fg'
                    : state.done
                      ? 'bg-accent-soft text-accent-text'
                      : 'bg-sunken text-subtle',
                )}
              >
                {state.done && state.step !== current ? <Check size={12} strokeWidth={3} /> : at + 1}
              </span>
              <span className={clsx('truncate', state.step !== current && 'max-sm:sr-only')}>{state.label}</span>
              {state.done && <span className="sr-only">, done</span>}
            </Link>
          </Tooltip>
        </li>
      ))}
    </ol>
  </nav>
);
