import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Input } from '../../../components/input.tsx';
import { Select } from '../../../components/select.tsx';
import type { Column, MessagePreview } from '../queries.ts';

import { namesOf } from './message-form.ts';

interface MissingNamesProps {
  check: MessagePreview;
  columns: readonly Column[];
  onOtherName: (name: string, other: string) => void;
  onFallback: (name: string, fallback: string) => void;
}

/** What the message asks for and no column gives, each with its repairs; and what of it cannot be read at all. */
export const MissingNames = ({ check, columns, onOtherName, onFallback }: MissingNamesProps) => (
  <>
    {check.unreadable.map(({ pointer, message }) => (
      <Callout key={pointer} tone="danger" title="The message cannot be read">
        {message}. Names stand in double braces: {'{{ name }}'}.
      </Callout>
    ))}
    {check.missing.map((name) => (
      <Missing
        key={name}
        name={name}
        names={namesOf(columns)}
        near={columns.filter(
          ({ header, variable, use }) =>
            variable !== null && use !== 'ignored' && check.suggestions[name]?.includes(header),
        )}
        onOtherName={onOtherName}
        onFallback={onFallback}
      />
    ))}
  </>
);

interface MissingProps extends Pick<MissingNamesProps, 'onOtherName' | 'onFallback'> {
  name: string;
  names: readonly string[];
  near: readonly Column[];
}

function Missing({ name, names, near, onOtherName, onFallback }: MissingProps) {
  const [fallback, setFallback] = useState('');
  return (
    <Callout tone="danger" title={`No column gives “${name}”`}>
      <p>Every row would be set aside. Use another column, or say what stands there instead:</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {near.map(({ index, variable, header }) => (
          <Button key={index} size="sm" onClick={() => onOtherName(name, variable ?? header)}>
            Use “{header}”
          </Button>
        ))}
        {names.length > 0 && (
          <Select
            aria-label={`Column in place of ${name}`}
            className="w-44"
            options={names.map((one) => ({ value: one, label: one }))}
            value={undefined}
            placeholder="Another column"
            onChange={(other) => onOtherName(name, other)}
          />
        )}
        <form
          className="flex flex-[1_1_14rem] items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (fallback.trim() !== '') onFallback(name, fallback.trim());
          }}
        >
          <Input
            aria-label={`In place of ${name}`}
            placeholder="there"
            value={fallback}
            onChange={(event) => setFallback(event.target.value)}
          />
          <Button size="sm" type="submit" disabled={fallback.trim() === ''}>
            Say this instead
          </Button>
        </form>
      </div>
    </Callout>
  );
}
