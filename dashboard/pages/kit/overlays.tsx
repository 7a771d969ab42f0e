import { Ellipsis, Pause, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Menu } from '../../components/menu.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { toast } from '../../components/toast-store.ts';
import { Row, Section } from './section.tsx';

export function OverlaySamples() {
  const [open, setOpen] = useState<'confirm' | 'drawer' | null>(null);
  return (
    <Section title="Windows, menus, notices">
      <Row>
        <Button onClick={() => setOpen('confirm')}>Confirm</Button>
        <Button onClick={() => setOpen('drawer')}>Drawer</Button>
        <Button onClick={() => toast({ title: '1,692 contacts will be retried', detail: 'In 5 s.', undo: () => {} })}>
          Undo notice
        </Button>
        <Button
          onClick={() => toast({ tone: 'danger', title: 'Not paused', detail: 'Outdial did not answer in time.' })}
        >
          Bad notice
        </Button>
        <Menu
          trigger={<IconButton label="More" icon={<Ellipsis size={16} />} />}
          groups={[
            { items: [{ label: 'Pause', icon: <Pause size={14} />, keys: 'p', onSelect: () => {} }] },
            {
              items: [
                { label: 'Adjust the ledger', missing: 'Needs the scope credits:write.', onSelect: () => {} },
                { label: 'Cancel', icon: <Trash2 size={14} />, danger: true, onSelect: () => {} },
              ],
            },
          ]}
        />
      </Row>
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={(next) => setOpen(next ? 'confirm' : null)}
        title="Retry 1,692 contacts?"
        confirm="Retry 1,692 contacts"
        reason="required"
        typedName="March renewals"
        onConfirm={async () => {}}
      >
        1,862 match, 41 opted out since, 120 wait for their window. At most $486.20, about 35 min at 50 a minute.
      </ConfirmDialog>
      {open === 'drawer' && (
        <Drawer
          title="Contact 4711"
          status={<StatusPill kind="contact" state="failed" />}
          onClose={() => setOpen(null)}
        >
          <KeyValue
            items={[
              ['Attempts', '3'],
              ['Last outcome', 'Busy'],
            ]}
          />
        </Drawer>
      )}
    </Section>
  );
}
