import { useState, type ReactNode } from 'react';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
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
  /** `required`: says so in place of confirming without; `optional`: kept when given; absent: not asked. */
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
  const { onOpenChange, title, children, confirm, danger = false, reason, typedName, onConfirm } = props;
  const [why, setWhy] = useState('');
  const [typed, setTyped] = useState('');
  return (
    <FormDialog
      title={title}
      submit={confirm}
      danger={danger}
      problems={{
        reason: reason === 'required' && why.trim() === '' ? 'Say why, for whoever reads the audit trail.' : undefined,
        name: typedName !== undefined && typed !== typedName ? `Type it as it stands: ${typedName}` : undefined,
      }}
      // Never what is dangerous.
      focusSubmit={!danger && reason === undefined && typedName === undefined}
      onSubmit={async () => void (await onConfirm(why.trim()))}
      onClose={() => onOpenChange(false)}
    >
      {(shown) => (
        <>
          <div>{children}</div>
          {reason !== undefined && (
            <Field
              label="Reason"
              optional={reason === 'optional'}
              hint="Kept in the audit trail with your name."
              error={shown['reason']}
            >
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
            <Field label={<>Type “{typedName}” to confirm</>} error={shown['name']}>
              <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
            </Field>
          )}
        </>
      )}
    </FormDialog>
  );
}
