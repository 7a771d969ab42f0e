import { clsx } from 'clsx';
import { useRef, useState, type ReactNode } from 'react';
import { FormHold, useHeld } from '../../../components/use-held.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { PreviewFrame } from './preview-frame.tsx';

type Needed = Readonly<Record<string, string>>;

interface PreviewedFormProps {
  /** They are told what to say is lacking, by field: nothing before the button was pressed. */
  fields: (lacking: Readonly<Record<string, string>>) => ReactNode;
  submit: string;
  ready: boolean;
  busy: boolean;
  /** The scope that is missing, in words. */
  missing: string | undefined;
  /** What is still to be told, by the pointer of its field: "a name". */
  needed: Needed;
  command: Parameters<typeof AsCommand>[0];
  onSubmit: () => Promise<void>;
  /** What is shown is of what was typed a moment ago. */
  isAsking: boolean;
  empty: string;
  /** What comes of it. */
  children: ReactNode;
}

/** A form on the left, what comes of it on the right, before anything is saved. */
export function PreviewedForm(props: PreviewedFormProps) {
  const [pressed, setPressed] = useState(false);
  const { held, isHeld, hold } = useHeld();
  const form = useRef<HTMLFormElement>(null);
  const lacking = Object.entries(pressed ? props.needed : {}).map(([at, what]) => [at, `Still needed: ${what}.`]);
  return (
    <form
      ref={form}
      className="grid items-start gap-6 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        setPressed(true);
        if (props.busy) return;
        if (props.ready && !isHeld()) return void props.onSubmit();
        // Once the fields say it.
        requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      }}
    >
      <div className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4">
        <FormHold value={hold}>{props.fields(Object.fromEntries(lacking))}</FormHold>
        <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
          <Button type="submit" kind="primary" busy={props.busy} missing={props.missing}>
            {props.submit}
          </Button>
          <StillNeeded {...props} ready={props.ready && held.size === 0} pressed={pressed} />
          <span className="ml-auto">
            <AsCommand {...props.command} />
          </span>
        </div>
      </div>
      <PreviewFrame busy={props.isAsking} empty={props.empty}>
        {props.children}
      </PreviewFrame>
    </form>
  );
}

/** Why the button does nothing yet: in quiet until it is pressed. */
function StillNeeded({ needed, ready, isAsking, missing, pressed }: PreviewedFormProps & { pressed: boolean }) {
  const words =
    Object.keys(needed).length > 0
      ? `Still needed: ${Object.values(needed).join(', ')}`
      : ready || isAsking || !pressed || missing !== undefined
        ? undefined
        : 'Not yet: what is in the way stands beside the form.';
  return (
    <span
      role="status"
      {...(pressed ? { 'data-tone': 'danger' } : {})}
      className={clsx('text-sm', pressed ? 'text-tone-fg' : 'text-subtle')}
    >
      {words}
    </span>
  );
}
