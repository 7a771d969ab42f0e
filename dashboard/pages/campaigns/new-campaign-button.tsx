import { Plus } from 'lucide-react';
import { useScope } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { LinkButton } from '../../components/link-button.tsx';

/** To the wizard; who may not upload a list is told so (R15). */
export function NewCampaignButton() {
  const { missing } = useScope('imports:write');
  const icon = <Plus aria-hidden size={14} />;
  return missing === undefined ? (
    <LinkButton kind="primary" to="/campaigns/new" icon={icon}>
      New campaign
    </LinkButton>
  ) : (
    <Button kind="primary" icon={icon} missing={missing}>
      New campaign
    </Button>
  );
}
