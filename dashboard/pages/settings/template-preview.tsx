import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDebounced } from '../../app/use-debounced.ts';
import { Callout } from '../../components/callout.tsx';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { count, plural } from '../../format/number.ts';
import { previewQuery } from './queries.ts';

/** What a text becomes, written by what writes it when it is sent, and into how many messages it is cut. */
export function TemplatePreview({ body }: { body: string }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const asked = useDebounced({ body, values });
  const query = useQuery({ ...previewQuery(asked.body, asked.values), enabled: asked.body.trim() !== '' });
  const { data } = query;
  if (body.trim() === '') return <p className="text-sm text-subtle">A preview shows here as you write.</p>;
  if (data === undefined) {
    return query.isError ? (
      <p className="text-sm text-muted">No preview: {query.error.message}</p>
    ) : (
      <Skeleton className="h-24 w-full" />
    );
  }
  return (
    <section aria-label="Preview" aria-busy={query.isFetching} className="flex flex-col gap-3">
      {data.problem !== null && (
        <Callout tone="danger" title="It cannot be written">
          {data.problem}
        </Callout>
      )}
      {data.text !== null && (
        <p className="max-w-md rounded-lg rounded-bl-sm border border-line bg-sunken px-3 py-2 break-words whitespace-pre-wrap">
          {data.text}
        </p>
      )}
      {data.sms !== null && data.text !== null && (
        <p className="text-sm text-muted">
          As a text: <strong className="font-medium text-fg">{plural(data.sms.segments, 'segment')}</strong>,{' '}
          {plural(data.text.length, 'character')}, {data.sms.encoding}. A carrier charges by segment.
          {data.sms.unicodeCharacters.length > 0 &&
            ` Written plainly it might need fewer: ${data.sms.unicodeCharacters.slice(0, 8).join(' ')} ${data.sms.unicodeCharacters.length > 8 ? `and ${count(data.sms.unicodeCharacters.length - 8)} more force` : 'force'} the costlier encoding.`}
        </p>
      )}
      {data.variables.length > 0 && (
        <fieldset className="grid gap-3 sm:grid-cols-2">
          <legend className="mb-2 text-sm font-medium">Values to try</legend>
          {data.variables.map((name) => (
            <Field key={name} label={name}>
              <Input
                maxLength={2_000}
                value={values[name] ?? ''}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            </Field>
          ))}
        </fieldset>
      )}
    </section>
  );
}
