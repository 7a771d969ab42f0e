import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Field } from '../../../components/field.tsx';
import { Textarea } from '../../../components/input.tsx';
import { plural } from '../../../format/number.ts';

/** Rows copied out of a spreadsheet are a list too: they come with tabs between their cells. */
export function PasteDialog({ onClose, onText }: { onClose: () => void; onText: (text: string) => void }) {
  const [text, setText] = useState('');
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  return (
    <Dialog
      open
      width="md"
      onOpenChange={onClose}
      title="Paste a list"
      description="Copy the rows in a spreadsheet, with their header, and paste them here."
      footer={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            kind="primary"
            disabled={lines === 0}
            onClick={() => {
              onClose();
              onText(text);
            }}
          >
            {lines === 0 ? 'Upload' : `Upload ${plural(lines, 'line')}`}
          </Button>
        </>
      }
    >
      <Field label="Rows">
        <Textarea
          rows={12}
          autoFocus
          spellCheck={false}
          wrap="off"
          className="font-mono text-sm"
          placeholder={'name\tphone\nAda Example\t+1 202 555 0123'}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
    </Dialog>
  );
}
