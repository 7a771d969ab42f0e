import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input, Textarea } from '../../components/input.tsx';
import { toast } from '../../components/toast-store.ts';
import { createTemplate, type Template } from './queries.ts';
import { TemplatePreview } from './template-preview.tsx';

interface TemplateDialogProps {
  /** The one that it begins as. */
  from: Template | undefined;
  onClose: () => void;
}

/** Writes a text, with what it becomes below it. */
export function TemplateDialog({ from, onClose }: TemplateDialogProps) {
  const client = useQueryClient();
  const patch = usePatchSearch();
  const [name, setName] = useState(from === undefined ? '' : nextName(from.name));
  const [body, setBody] = useState(from?.body ?? '');
  const submit = async (): Promise<void> => {
    const { templateId } = await createTemplate({ name: name.trim(), body });
    void client.invalidateQueries({ queryKey: ['templates'] });
    toast({
      title: `${name.trim()} is stored`,
      detail: from === undefined ? undefined : `${from.name} stays as it is, where it is used.`,
    });
    patch({ template: templateId });
  };
  return (
    <FormDialog
      title={from === undefined ? 'Write a template' : `Edit ${from.name}`}
      {...(from === undefined
        ? {}
        : { description: 'It is stored as a new one; campaigns that use the old one keep it.' })}
      submit="Store the template"
      width="md"
      problems={{
        name: name.trim() === '' ? 'Name it.' : undefined,
        body:
          body.trim() === '' ? 'Write what it says.' : body === from?.body ? 'It says the same as before.' : undefined,
      }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field label="Name" error={shown['name']}>
            <Input autoFocus maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field
            label="Text"
            error={shown['body']}
            hint="Variables stand in double braces: {{ name }}. Say what then if one may be missing: {{ name | default: 'there' }}."
          >
            <Textarea rows={5} maxLength={20_000} value={body} onChange={(event) => setBody(event.target.value)} />
          </Field>
          <TemplatePreview body={body} />
        </>
      )}
    </FormDialog>
  );
}

/** "reminder" -> "reminder 2" -> "reminder 3" */
function nextName(name: string): string {
  const [, stem = name, number] = /^(.*?)(?: (\d+))?$/.exec(name) ?? [];
  return `${stem} ${number === undefined ? 2 : Number(number) + 1}`;
}
