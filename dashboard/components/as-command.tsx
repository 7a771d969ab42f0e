import { Terminal } from 'lucide-react';
import type { Command } from '../format/as-command.ts';
import { Button } from './button.tsx';
import { lazily } from './lazily.ts';
import { OnDemand } from './on-demand.tsx';

export interface AsCommandProps {
  /** The call that this screen or button makes. */
  call: Command;
  /** The equal command: "outdial campaign pause 0198…". */
  cli: string;
}

const load = () => import('./command-list.tsx');
const CommandList = lazily(() => load().then(({ CommandList: list }) => list));

/** The same as a command: the three ways in stay one product (E9). */
export function AsCommand(props: AsCommandProps) {
  const trigger = (
    <Button kind="ghost" size="sm" icon={<Terminal aria-hidden size={14} />}>
      As command
    </Button>
  );
  return (
    <OnDemand trigger={trigger} preload={load} opens="dialog">
      <CommandList {...props} trigger={trigger} />
    </OnDemand>
  );
}
