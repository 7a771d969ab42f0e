import { clsx } from 'clsx';
import { useState, type ReactNode } from 'react';
import { FormHold, useHeld } from '../../../components/use-held.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { PreviewFrame } from './preview-frame.tsx';

interface PreviewedFormProps {
  fields: ReactNode;
  submit: string;
  ready: boolean;
  busy: boolean;
  /** The scope that is missing, in words. */
  missing: string | undefined;
  /** What is still to be told: "a name". */
  needed: readonly string[];
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
  return (
    <form
      className="grid items-start gap-6 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        setPressed(true);
        if (props.ready && !isHeld() && !props.busy) void props.onSubmit();
      }}
    >
      <div className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4">
        <FormHold value={hold}>{props.fields}</FormHold>
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
    needed.length > 0
      ? `Still needed: ${needed.join(', ')}`
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
