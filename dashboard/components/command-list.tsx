import type { ReactElement } from 'react';
import { asCurl } from '../format/as-command.ts';
import type { AsCommandProps } from './as-command.tsx';
import { CodeBlock } from './code-block.tsx';
import { Popover } from './popover.tsx';

/** The two commands, open from the start. */
export const CommandList = ({ call, cli, trigger }: AsCommandProps & { trigger: ReactElement }) => (
  <Popover label="The same as a command" trigger={trigger} defaultOpen>
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
