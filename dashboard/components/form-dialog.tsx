import { useState, type ReactNode } from 'react';
import { toProblem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { Dialog } from './dialog.tsx';

interface FormDialogProps {
  title: ReactNode;
  description?: ReactNode;
  /** The verb and its object: "Add the account". */
  submit: string;
  danger?: boolean;
  /** Something is missing or wrong in the fields. */
  notReady?: boolean;
  width?: 'sm' | 'md' | 'lg';
  /** Nothing is asked, so that Enter does it. */
  focusSubmit?: boolean;
  children: ReactNode;
  /** A throw is shown and leaves the dialog open; `true` leaves it open too: there is something more to read. */
  onSubmit: () => Promise<unknown>;
  onClose: () => void;
}

/** Fields over the page, and what is done with them. Render it only while it is open, so that each opening is anew. */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    description,
    submit,
    danger,
    notReady = false,
    width,
    focusSubmit,
    children,
    onSubmit,
    onClose,
  } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const go = async (): Promise<void> => {
    if (notReady || busy) return;
    setBusy(true);
    setError(null);
    try {
      if ((await onSubmit()) !== true) onClose();
    } catch (refusal) {
      setError(refusal);
    }
    setBusy(false);
  };
  const problem = error === null ? undefined : toProblem(error);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      {...(width === undefined ? {} : { width })}
      footer={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            data-autofocus={focusSubmit || undefined}
            busy={busy}
            disabled={notReady}
            onClick={() => void go()}
          >
            {submit}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        {children}
        {problem !== undefined && (
          <Callout tone="danger" title={problem.parts.detail}>
            {problem.parts.repair}
            {problem.parts.errors !== undefined && (
              <ul className="mt-1 list-disc pl-4 text-sm">
                {problem.parts.errors.map(({ pointer, message }) => (
                  <li key={pointer}>
                    {pointer}: {message}
                  </li>
                ))}
              </ul>
            )}
          </Callout>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
