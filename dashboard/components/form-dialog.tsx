import { useRef, useState, type ReactNode } from 'react';
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
  /** Something is missing or wrong in the fields, where they say so by themselves: the button waits for it. */
  notReady?: boolean;
  /** What is missing or wrong, by field: the button says it at the fields in place of doing anything. */
  problems?: Readonly<Record<string, string | undefined>>;
  width?: 'sm' | 'md' | 'lg';
  /** Nothing is asked, so that Enter does it. */
  focusSubmit?: boolean;
  /** A function is told which problems to show: none before the button was pressed. */
  children: ReactNode | ((shown: Readonly<Record<string, string | undefined>>) => ReactNode);
  /** A throw is shown and leaves the dialog open; `true` leaves it open too: there is something more to read. */
  onSubmit: () => Promise<unknown>;
  onClose: () => void;
}

const NONE: Readonly<Record<string, string | undefined>> = {};

/** Fields over the page, and what is done with them. Render it only while it is open, so that each opening is anew. */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    description,
    submit,
    danger,
    notReady = false,
    problems = NONE,
    width,
    focusSubmit,
    children,
    onSubmit,
    onClose,
  } = props;
  const [busy, setBusy] = useState(false);
  const [pressed, setPressed] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isWrong = Object.values(problems).some((problem) => problem !== undefined);
  const [error, setError] = useState<unknown>(null);
  const go = async (): Promise<void> => {
    if (notReady || busy) return;
    if (isWrong) {
      setPressed(true);
      // Once the fields say it.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
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
        ref={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        {typeof children === 'function' ? children(pressed ? problems : NONE) : children}
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
