import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { addressOf, send } from '../../api/client.ts';
import { useScope } from '../../app/session/use-session.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { toast } from '../../components/toast-store.ts';
import type { Command } from '../../format/as-command.ts';
import { plural } from '../../format/number.ts';
import { useDraft } from './draft-context.tsx';
import { cancelImport, undoImport } from './edits.ts';
import { stopTransfer } from './file/transfers.ts';
import { importQuery, type Campaign, type Draft } from './queries.ts';
import type { UploadStep } from './search.ts';

/** What can be done with the whole upload, and the same as a command. */
export function DraftActions({ step }: { step: UploadStep }) {
  const { draft, campaign } = useDraft();
  const { missing } = useScope('imports:write');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'cancel' | 'undo' | null>(null);
  const over = ['done', 'undoing', 'undone', 'cancelled'].includes(draft.state);
  const close = (): void => setAsking(null);
  const discard = async (): Promise<void> => {
    stopTransfer(draft.id);
    await cancelImport(draft.id);
    if (campaign?.state === 'draft') {
      await send('POST', '/campaigns/:campaignId/cancel', { params: { campaignId: campaign.id }, body: {} });
    }
    void client.invalidateQueries({ queryKey: ['imports'] });
    void client.invalidateQueries({ queryKey: ['campaigns'] });
    await navigate({ to: '/uploads' });
    toast({ title: `“${draft.fileName}” was discarded`, detail: 'Nobody of it was called.' });
  };
  const takeBack = async (reason: string): Promise<void> => {
    await undoImport(draft.id, reason);
    void client.invalidateQueries({ queryKey: importQuery(draft.id).queryKey });
  };
  return (
    <>
      <AsCommand {...commandOf(step, draft, campaign)} />
      <Menu
        trigger={<IconButton label="More" icon={<Ellipsis size={16} />} />}
        groups={[
          {
            items: [
              ...(draft.state === 'done'
                ? [
                    {
                      label: 'Take the list back',
                      icon: <Undo2 size={14} />,
                      missing,
                      onSelect: () => setAsking('undo'),
                    },
                  ]
                : []),
              {
                label: 'Discard this upload',
                icon: <Trash2 size={14} />,
                danger: true,
                missing: missing ?? (over ? 'It is over already.' : undefined),
                onSelect: () => setAsking('cancel'),
              },
            ],
          },
        ]}
      />
      <ConfirmDialog
        open={asking === 'cancel'}
        onOpenChange={close}
        title="Discard this upload?"
        confirm="Discard it"
        danger
        onConfirm={discard}
      >
        The file and {plural(draft.acceptedRows, 'row')} that were read go, with every repair
        {campaign?.state === 'draft' && `, and the draft campaign “${campaign.name}” is cancelled`}. This cannot be
        undone; nothing was dialled.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'undo'}
        onOpenChange={close}
        title="Take the list back?"
        confirm={`Take back ${plural(draft.acceptedRows, 'person', 'people')}`}
        danger
        reason="optional"
        onConfirm={takeBack}
      >
        Whoever was not dialled yet leaves the campaign; whoever was, stays. Consents that came with the list stay on
        record.
      </ConfirmDialog>
    </>
  );
}

function commandOf(step: UploadStep, draft: Draft, campaign: Campaign | null): { call: Command; cli: string } {
  const params = { importId: draft.id };
  const campaignId = campaign?.id ?? '<campaign>';
  switch (step) {
    case 'file':
      return {
        call: { method: 'GET', address: addressOf('/imports/:importId/inspect', { params }) },
        cli: `outdial import ${quoted(draft.fileName)} --draft\noutdial imports inspect ${draft.id}`,
      };
    case 'map':
      return {
        call: {
          method: 'PATCH',
          address: addressOf('/imports/:importId', { params }),
          body: { version: draft.version, options: draft.options },
        },
        cli: `outdial imports map ${draft.id} ${mapFlags(draft)}`.trim(),
      };
    case 'check':
      return {
        call: {
          method: 'POST',
          address: addressOf('/imports/:importId/check', { params }),
          body: { version: draft.version },
        },
        cli: `outdial imports check ${draft.id}\noutdial imports problems ${draft.id} --grouped`,
      };
    case 'schedule':
      return {
        call: {
          method: 'PATCH',
          address: addressOf('/campaigns/:campaignId/settings', { params: { campaignId } }),
          body: { hours: campaign?.settings.hours, maxAttempts: campaign?.settings.maxAttempts },
        },
        cli: `outdial campaign settings ${campaignId} --hours hours.json --attempts ${campaign?.settings.maxAttempts ?? 3}`,
      };
    case 'review':
      return {
        call: {
          method: 'POST',
          address: addressOf('/campaigns/:campaignId/launch', { params: { campaignId } }),
          body: { undoSeconds: 5 },
        },
        cli: `outdial imports commit ${draft.id} --campaign ${campaignId}\noutdial campaign launch ${campaignId} --watch`,
      };
  }
}

const quoted = (text: string): string => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

function mapFlags({ options }: Draft): string {
  const mapping: unknown = options['mapping'];
  const pairs = typeof mapping === 'object' && mapping !== null ? Object.entries(mapping) : [];
  const flags = pairs.flatMap(([target, columns]: [string, unknown]) =>
    (Array.isArray(columns) ? columns : []).map((column) => `--map ${quoted(`${target}=${String(column)}`)}`),
  );
  const country = options['defaultCountry'];
  return [...flags, ...(typeof country === 'string' ? [`--country ${country}`] : [])].join(' ');
}
