import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OwnNumber } from '../../api/accounts.ts';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { toast } from '../../components/toast-store.ts';
import { phoneWords } from '../../format/phone.ts';
import { assignNumber } from './queries.ts';

const KEPT = 'It can be changed, not taken away.';

/** Another agent or label, changed at the provider at once. */
export function AssignDialog({ number, onClose }: { number: OwnNumber; onClose: () => void }) {
  const client = useQueryClient();
  const [label, setLabel] = useState(number.label ?? '');
  const [agent, setAgent] = useState(number.agentRef ?? '');
  const change = {
    ...(label.trim() === (number.label ?? '') ? {} : { label: label.trim() }),
    ...(agent.trim() === (number.agentRef ?? '') ? {} : { agentRef: agent.trim() }),
  };
  const isSame = Object.keys(change).length === 0;
  const submit = async (): Promise<void> => {
    await assignNumber(number.id, change);
    void client.invalidateQueries({ queryKey: ['numbers'] });
    toast({ title: `${phoneWords(number.phone)} changed`, detail: 'The provider knows it too.' });
  };
  return (
    <FormDialog
      title={`Change ${phoneWords(number.phone)}`}
      description="Changed at the provider at once. Calls that are under way keep the agent they have."
      submit="Change the number"
      problems={{
        label: isSame ? 'Nothing is changed yet.' : change.label === '' ? KEPT : undefined,
        agent: change.agentRef === '' ? KEPT : undefined,
      }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field label="Label" optional hint="How people here call it." error={shown['label']}>
            <Input value={label} maxLength={200} onChange={(event) => setLabel(event.target.value)} />
          </Field>
          <Field
            label="Agent"
            optional
            hint="The provider's id of the agent that speaks and answers."
            error={shown['agent']}
          >
            <Input value={agent} maxLength={200} onChange={(event) => setAgent(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
