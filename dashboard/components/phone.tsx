import { useMutation } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { toProblem } from '../api/problem.ts';
import { send } from '../api/client.ts';
import { useScope } from '../app/session/use-session.ts';
import { isMasked, phoneWords } from '../format/phone.ts';
import { IconButton } from './icon-button.tsx';
import { toast } from './toast-store.ts';

interface PhoneProps {
  /** As the API gave it: masked for people, whole for our own numbers. */
  phone: string;
  /** Whose it is; absent = it cannot be revealed here. */
  of?: { kind: 'contact' | 'suppression' | 'appointment' | 'series' | 'attempt' | 'review'; id: string | number };
}

/** A number, masked until somebody who may asks to see it; the audit trail keeps who did (E8). */
export function Phone({ phone, of }: PhoneProps) {
  const reveal = useMutation({
    mutationFn: () => send<{ phone: string }>('POST', '/reveal', { body: { kind: of?.kind, id: of?.id } }),
    onError: (error) => toast({ tone: 'danger', title: 'Not revealed', detail: toProblem(error).message }),
  });
  const shown = reveal.data?.phone ?? phone;
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <span className="font-mono text-sm">{phoneWords(shown)}</span>
      {of !== undefined && isMasked(shown) && <Reveal busy={reveal.isPending} onClick={() => reveal.mutate()} />}
    </span>
  );
}

function Reveal({ busy, onClick }: { busy: boolean; onClick: () => void }) {
  const { missing } = useScope('phones:reveal');
  return (
    <IconButton
      size="sm"
      className="-my-1.5"
      label="Show the whole number (kept in the audit trail)"
      icon={<Eye size={14} />}
      busy={busy}
      missing={missing}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    />
  );
}
