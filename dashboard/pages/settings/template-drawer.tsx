import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { CopyableId } from '../../components/copyable.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Time } from '../../components/time.tsx';
import type { Template } from './queries.ts';
import { TemplatePreview } from './template-preview.tsx';

interface TemplateDrawerProps {
  template: Template;
  missing: string | undefined;
  onEdit: () => void;
}

export function TemplateDrawer({ template, missing, onEdit }: TemplateDrawerProps) {
  const patch = usePatchSearch();
  return (
    <Drawer title={template.name} onClose={() => patch({ template: undefined })}>
      <div className="flex flex-col gap-5">
        <div>
          <Button size="sm" kind="primary" missing={missing} onClick={onEdit}>
            Edit as a new one
          </Button>
        </div>
        <CodeBlock label="Text" code={template.body} scroll={false} />
        <TemplatePreview key={template.id} body={template.body} />
        <KeyValue
          items={[
            ['Stored', <Time key="at" at={template.createdAt} as="both" />],
            ['Id', <CopyableId key="id" id={template.id} label="template id" />],
          ]}
        />
      </div>
    </Drawer>
  );
}
