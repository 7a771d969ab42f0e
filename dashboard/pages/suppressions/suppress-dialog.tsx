import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input, Textarea } from '../../components/input.tsx';
import { toast } from '../../components/toast-store.ts';
import { count, plural } from '../../format/number.ts';
import { NO_PHONE, phoneIn } from './phone-text.ts';
import { suppress } from './queries.ts';
import { EVERYTHING, ScopeFields, scopeOf } from './scope-fields.tsx';

/** Somebody said no: nothing dials or texts the number any more. */
export function SuppressDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [scope, setScope] = useState(EVERYTHING);
  const [evidence, setEvidence] = useState('');
  const phone = phoneIn(text);
  const submit = async (): Promise<void> => {
    if (phone === undefined) return;
    const done = await suppress({
      phone,
      ...scopeOf(scope),
      ...(evidence.trim() === '' ? {} : { evidence: evidence.trim() }),
    });
    for (const key of ['suppressions', 'consents']) void client.invalidateQueries({ queryKey: [key] });
    const underWay = done.inFlight + done.mayStillBegin;
    toast({
      title: done.already ? 'It was suppressed already' : 'The number is suppressed',
      detail: [
        done.contactsEnded > 0 ? `${plural(done.contactsEnded, 'contact')} ended.` : '',
        underWay > 0 ? `${count(underWay)} under way cannot be called back.` : 'Nothing to it is under way.',
      ].join(' '),
    });
  };
  return (
    <FormDialog
      title="Suppress a number"
      description="No campaign and no reminder calls or texts it any more, from this moment on."
      submit="Suppress the number"
      problems={{ phone: phone === undefined ? NO_PHONE : undefined }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field
            label="Phone number"
            hint="With its country code, like +1 202 555 0123."
            error={text !== '' && phone === undefined ? NO_PHONE : shown['phone']}
          >
            <Input type="tel" autoFocus value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
          <ScopeFields value={scope} onChange={setScope} />
          <Field label="Evidence" optional hint="Where the no comes from: a letter, a call to the office.">
            <Textarea
              rows={2}
              maxLength={1_000}
              value={evidence}
              onChange={(event) => setEvidence(event.target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
