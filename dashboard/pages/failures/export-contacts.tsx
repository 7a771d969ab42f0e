import { Download } from 'lucide-react';
import { useMutation } from '@tanstack/react-query';
import { addressOf } from '../../api/client.ts';
import { toProblem } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { saveFile } from '../../components/save-file.ts';
import { toast } from '../../components/toast-store.ts';
import type { SelectionState } from '../../components/use-selection.ts';
import type { ContactFilter } from './contact-filter.ts';
import { CONTACTS_CSV, exportChosen } from './queries.ts';

interface ExportContactsProps {
  cause: string;
  filter: ContactFilter;
  selection: SelectionState;
}

/** The list as CSV; of a selection exactly what is chosen, which no address has room for. */
export function ExportContacts({ cause, filter, selection: { all, keys } }: ExportContactsProps) {
  const exporting = useMutation({
    mutationFn: () => {
      const ids = [...keys].map(Number);
      return exportChosen(cause, filter, all ? { exceptContactIds: ids } : { contactIds: ids });
    },
    onSuccess: (file) => saveFile(file, 'failures.csv'),
    onError: (error) => toast({ tone: 'danger', title: 'Not exported', detail: toProblem(error).message }),
  });
  if (keys.size === 0) {
    const href = addressOf(CONTACTS_CSV, { params: { cause }, query: { ...filter } });
    return <ExportLink href={href} words={all ? 'Export the chosen' : undefined} />;
  }
  return (
    <Button
      size="sm"
      icon={<Download aria-hidden size={14} />}
      busy={exporting.isPending}
      onClick={() => exporting.mutate()}
    >
      Export the chosen
    </Button>
  );
}
