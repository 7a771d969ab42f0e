import { useState, type ReactNode } from 'react';
import { toProblem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input, Textarea } from './input.tsx';

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What happens, with its count and its cost at most (E7). */
  children: ReactNode;
  /** The verb and its object: "Retry 1,692 contacts". Never "OK". */
  confirm: string;
  danger?: boolean;
  /** `required`: cannot be confirmed without; `optional`: kept when given; absent: not asked. */
  reason?: 'required' | 'optional';
  /** Has to be typed to confirm: the name of a large campaign. */
  typedName?: string | undefined;
  /** A throw is shown and leaves the dialog open. */
  onConfirm: (reason: string) => Promise<unknown>;
}

/** Asks once more where there is no undo. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  // Anew at each opening, so that no reason of the last time is left in it.
  return props.open ? <Asking {...props} /> : null;
}

function Asking(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, confirm, danger, reason, typedName, onConfirm } = props;
  const [why, setWhy] = useState('');
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const ready = (reason !== 'required' || why.trim() !== '') && (typedName === undefined || typed === typedName);
  const submit = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    setError(null);
    try {
      await onConfirm(why.trim());
      onOpenChange(false);
    } catch (refusal) {
      setError(refusal);
      setBusy(false);
    }
  };
  const problem = error === null ? undefined : toProblem(error);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Go back</Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            // Where nothing is asked, Enter confirms; never what is dangerous.
            data-autofocus={(!danger && reason === undefined && typedName === undefined) || undefined}
            busy={busy}
            disabled={!ready}
            onClick={() => void submit()}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div>{children}</div>
        {reason !== undefined && (
          <Field label="Reason" optional={reason === 'optional'} hint="Kept in the audit trail with your name.">
            <Textarea
              rows={2}
              maxLength={1_000}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
              autoFocus
              data-autofocus
            />
          </Field>
        )}
        {typedName !== undefined && (
          <Field label={<>Type “{typedName}” to confirm</>}>
            <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
          </Field>
        )}
        {problem !== undefined && (
          <Callout tone="danger" title={problem.parts.detail}>
            {problem.parts.repair}
          </Callout>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
