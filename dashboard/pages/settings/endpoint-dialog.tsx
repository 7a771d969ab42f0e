import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { toast } from '../../components/toast-store.ts';
import { askedKinds, pickedKinds } from './event-words.ts';
import { EventKinds } from './event-kinds.tsx';
import { addEndpoint, changeEndpoint, type Endpoint } from './queries.ts';

interface EndpointDialogProps {
  /** Set = changed; absent = added. */
  endpoint?: Endpoint;
  onClose: () => void;
  onSecret: (secret: string) => void;
}

export function EndpointDialog({ endpoint, onClose, onSecret }: EndpointDialogProps) {
  const client = useQueryClient();
  const patch = usePatchSearch();
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const before = endpoint?.kinds ?? [];
  const [picked, setPicked] = useState(pickedKinds(before));
  const submit = async (): Promise<void> => {
    const body = { url: url.trim(), kinds: askedKinds(picked, before) };
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
      problems={{
        url: url.trim() === '' ? 'Say where it is told.' : undefined,
        kinds: picked.length === 0 ? 'Choose at least one kind of event.' : undefined,
      }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field label="Address" hint="Requests are signed; leave out user and password." error={shown['url']}>
            <Input
              autoFocus
              inputMode="url"
              placeholder="https://crm.example.org/outdial"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          </Field>
          <EventKinds picked={picked} onChange={setPicked} problem={shown['kinds']} />
        </>
      )}
    </FormDialog>
  );
}
