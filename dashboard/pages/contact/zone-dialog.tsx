import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Combobox } from '../../components/combobox.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Field } from '../../components/field.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { repairZone } from './queries.ts';
import { ZONE_OPTIONS } from '../../format/zone-options.ts';

/** Says in which zone somebody is, so that they can be dialled in their hours. */
export function ZoneDialog({
  contactId,
  campaignId,
  onClose,
}: {
  contactId: number;
  campaignId: string;
  onClose: () => void;
}) {
  const [zone, setZone] = useState<string>();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Where is this person?"
      confirm={zone === undefined ? 'Choose a zone' : `They are in ${zone.replace(/^.*\//, '').replaceAll('_', ' ')}`}
      onConfirm={async () => {
        if (zone === undefined) throw new Error('Choose a zone first.');
        const { putBack, suppressed } = await repairZone(campaignId, contactId, zone);
        toast({
          title:
            putBack > 0
              ? 'Planned again, in their hours.'
              : suppressed > 0
                ? 'They had said no meanwhile.'
                : 'Their zone is kept.',
          detail: putBack > 0 ? `${plural(putBack, 'person waits', 'people wait')} now for their window.` : undefined,
        });
        void client.invalidateQueries({ queryKey: ['contacts'] });
        void client.invalidateQueries({ queryKey: ['campaign', campaignId] });
      }}
    >
      <Field label="Time zone" hint="Their hours are read on this clock. Nobody is dialled by it outside of them.">
        <Combobox options={ZONE_OPTIONS} value={zone} onChange={setZone} placeholder="America/Chicago" />
      </Field>
    </ConfirmDialog>
  );
}
