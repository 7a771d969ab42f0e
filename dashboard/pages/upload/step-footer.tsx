import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { useDraft } from './draft-context.tsx';
import type { UploadStep } from './search.ts';

interface StepFooterProps {
  back?: UploadStep;
  next?: UploadStep;
  /** The verb: "Check the list". */
  label?: string;
  /** Why it does not go on; said beside the button too. */
  blocked?: string | undefined;
  busy?: boolean;
  /** Before it goes on; false = it does not. */
  onNext?: (() => Promise<boolean>) | undefined;
  children?: ReactNode;
}

/** The end of a step: back, and on. Going back loses nothing, since every step is kept on the server. */
export function StepFooter({ back, next, label = 'Continue', blocked, busy, onNext, children }: StepFooterProps) {
  const { draft } = useDraft();
  const navigate = useNavigate();
  const params = { importId: draft.id };
  const go = async (): Promise<void> => {
    if (next === undefined || (onNext !== undefined && !(await onNext()))) return;
    await navigate({ to: '/uploads/$importId', params, search: { step: next } });
  };
  return (
    <footer className="sticky bottom-0 z-10 mt-6 flex flex-wrap items-center gap-3 border-t border-line bg-bg py-3 max-md:bottom-14">
      {back !== undefined && (
        <LinkButton
          to="/uploads/$importId"
          params={params}
          search={{ step: back }}
          icon={<ArrowLeft aria-hidden size={14} />}
        >
          Back
        </LinkButton>
      )}
      <span className="ml-auto min-w-0 text-right text-sm text-subtle">{blocked}</span>
      {children}
      {next !== undefined && (
        <Button kind="primary" busy={busy ?? false} missing={blocked} onClick={() => void go()}>
          {label}
          <ArrowRight aria-hidden size={14} />
        </Button>
      )}
    </footer>
  );
}
