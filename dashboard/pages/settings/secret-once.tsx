import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { Dialog } from '../../components/dialog.tsx';

interface SecretOnceProps {
  title: string;
  /** What it is and what to do with it. */
  words: string;
  secret: string;
  onClose: () => void;
}

/** Something that is told this once: only its hash is kept, or nothing of it. */
export const SecretOnce = ({ title, words, secret, onClose }: SecretOnceProps) => (
  <Dialog
    open
    width="md"
    // A click beside it must not lose what cannot be shown again.
    onOpenChange={() => {}}
    title={title}
    footer={
      <Button kind="primary" onClick={onClose}>
        I have copied it
      </Button>
    }
  >
    <div className="flex flex-col gap-4">
      <p>{words}</p>
      <CodeBlock label={title} code={secret} scroll={false} />
      <Callout tone="warning" title="Shown this once">
        It cannot be shown again. When it is lost, make a new one.
      </Callout>
    </div>
  </Dialog>
);
