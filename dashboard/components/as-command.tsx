import { Terminal } from 'lucide-react';
import { asCurl, type Command } from '../format/as-command.ts';
import { Button } from './button.tsx';
import { CodeBlock } from './code-block.tsx';
import { Popover } from './popover.tsx';

interface AsCommandProps {
  /** The call that this screen or button makes. */
  call: Command;
  /** The equal command: "outdial campaign pause 0198…". */
  cli: string;
}

/** The same as a command: the three ways in stay one product (E9). */
export const AsCommand = ({ call, cli }: AsCommandProps) => (
  <Popover
    label="The same as a command"
    trigger={
      <Button kind="ghost" size="sm" icon={<Terminal aria-hidden size={14} />}>
        As command
      </Button>
    }
  >
    <div className="flex flex-col gap-3">
      <div>
        <h3 className="mb-1 text-sm font-semibold">Command line</h3>
        <CodeBlock label="Command line" code={cli} scroll={false} />
      </div>
      <div>
        <h3 className="mb-1 text-sm font-semibold">cURL</h3>
        <CodeBlock label="cURL" code={asCurl(call, location.origin)} />
      </div>
    </div>
  </Popover>
);
