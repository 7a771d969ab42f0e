import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useSession } from '../../app/session/use-session.ts';
import { Combobox } from '../../components/combobox.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { PersonMark } from './person-mark.tsx';
import { assigneesQuery, type Assignment, type Handover } from './queries.ts';

interface AssignDialogProps {
  /** What is handed over: "“Busy” in all campaigns". */
  what: string;
  /** Who has it now. */
  current: Assignment | undefined;
  children?: ReactNode;
  onAssign: (to: Handover, name: string) => Promise<unknown>;
  onClose: () => void;
}

const NOBODY = 'nobody';

/** Says who looks after something, or that nobody does any more. */
export function AssignDialog({ what, current, children, onAssign, onClose }: AssignDialogProps) {
  const { user } = useSession();
  const people = useQuery(assigneesQuery).data?.items ?? [];
  const [chosen, setChosen] = useState<string | undefined>(current === undefined ? user.id : undefined);
  const [note, setNote] = useState('');
  const options = [
    { value: user.id, label: `${user.name} (you)` },
    ...people
      .filter(({ id }) => id !== user.id)
      .map(({ id, name, email }) => ({ value: id, label: `${name}, ${email}` })),
    ...(current === undefined ? [] : [{ value: NOBODY, label: 'Nobody any more' }]),
  ];
  const submit = async (): Promise<void> => {
    const userId = chosen === undefined || chosen === NOBODY ? null : chosen;
    const name = userId === user.id ? 'You' : (people.find(({ id }) => id === userId)?.name ?? 'Nobody');
    await onAssign({ userId, ...(note.trim() === '' || userId === null ? {} : { note: note.trim() }) }, name);
  };
  return (
    <FormDialog
      title={`Who looks after ${what}?`}
      description="Everybody sees it. Nothing is hidden, dialled or resolved by it."
      submit={chosen === NOBODY ? 'Take it back' : 'Assign'}
      problems={{ who: chosen === undefined ? 'Choose who is to look after it.' : undefined }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          {current !== undefined && (
            <p className="flex flex-wrap items-center gap-2 text-muted">
              Now: <PersonMark {...current} /> {current.note}
            </p>
          )}
          {children}
          <Field label="Who" error={shown['who']}>
            <Combobox options={options} value={chosen} onChange={setChosen} placeholder="Name or email" />
          </Field>
          {chosen !== NOBODY && (
            <Field label="Note" optional hint="Shown beside the name, and kept in the audit trail.">
              <Input value={note} maxLength={1_000} onChange={(event) => setNote(event.target.value)} />
            </Field>
          )}
        </>
      )}
    </FormDialog>
  );
}
