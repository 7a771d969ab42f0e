import { PhoneOutgoing } from 'lucide-react';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';

interface StartButtonProps {
  /** "Start: dial 12 contacts". */
  words: string;
  /** How many it would dial: with none there is nothing to start. */
  willDial: number;
  autoFocus?: boolean;
  /** Asks once more first. */
  onAsk: () => void;
}

/** Leads to the last question before people are dialled. */
export function StartButton({ words, willDial, autoFocus, onAsk }: StartButtonProps) {
  const { missing } = useScope('campaigns:write');
  return (
    <Button
      kind="primary"
      icon={<PhoneOutgoing aria-hidden size={14} />}
      missing={missing}
      disabled={willDial === 0}
      autoFocus={autoFocus}
      data-autofocus={autoFocus || undefined}
      onClick={onAsk}
    >
      {words}
    </Button>
  );
}
