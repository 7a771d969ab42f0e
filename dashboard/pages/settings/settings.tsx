import { Outlet } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { LinkButton } from '../../components/link-button.tsx';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const SettingsPage = () => (
  <>
    <PageHeader
      title="Settings"
      actions={
        <LinkButton to="/audit" icon={<ScrollText aria-hidden size={14} />}>
          Audit trail
        </LinkButton>
      }
    />
    <LinkTabs
      label="Settings"
      tabs={[
        { label: 'Accounts', to: '/settings/accounts' },
        { label: 'Users', to: '/settings/users' },
        { label: 'API keys', to: '/settings/keys' },
        { label: 'Hours and rules', to: '/settings/rules' },
        { label: 'Templates', to: '/settings/templates' },
        { label: 'Replies', to: '/settings/replies' },
        { label: 'Webhooks', to: '/settings/webhooks' },
        { label: 'You', to: '/settings/profile' },
      ]}
    />
    <Outlet />
  </>
);
