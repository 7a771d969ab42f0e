import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { toast } from '../../components/toast-store.ts';
import { addEndpoint, changeEndpoint, type Endpoint } from './queries.ts';

interface EndpointDialogProps {
  /** Set = changed; absent = added. */
  endpoint?: Endpoint;
  onClose: () => void;
  onSecret: (secret: string) => void;
}

const kindsOf = (text: string): string[] => text.split(/[\s,]+/).filter((kind) => kind !== '');

export function EndpointDialog({ endpoint, onClose, onSecret }: EndpointDialogProps) {
  const client = useQueryClient();
  const patch = usePatchSearch();
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [kinds, setKinds] = useState(endpoint?.kinds.join(', ') ?? '');
  const submit = async (): Promise<void> => {
    const body = { url: url.trim(), kinds: kindsOf(kinds) };
    if (endpoint === undefined) {
      const { endpointId, secret } = await addEndpoint(body);
      onSecret(secret);
      patch({ endpoint: endpointId });
    } else {
      await changeEndpoint(endpoint.id, body);
      toast({ title: 'The address is changed', detail: 'What waits goes to the new one.' });
    }
    void client.invalidateQueries({ queryKey: ['webhooks'] });
  };
  return (
    <FormDialog
      title={endpoint === undefined ? 'Tell another system' : 'Change the address'}
      submit={endpoint === undefined ? 'Add the address' : 'Change'}
      width="md"
      notReady={url.trim() === ''}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Address" hint="Requests are signed; leave out user and password.">
        <Input
          autoFocus
          inputMode="url"
          placeholder="https://crm.example.org/outdial"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      <Field
        label="Which events"
        optional
        hint="Kinds or their beginnings, with commas: appointment.confirmed, appointment. Empty: all."
      >
        <Input value={kinds} onChange={(event) => setKinds(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
