import { useInfiniteQuery } from '@tanstack/react-query';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { count } from '../../format/number.ts';
import { missedQuery } from './queries.ts';

const exactly = { exact: true, includeSearch: false } as const;

/** The parts of the area; the programme that is looked at goes along where it means something. */
export function AreaTabs({ programme }: { programme?: string | undefined }) {
  const { data } = useInfiniteQuery({ ...missedQuery({ programme }), refetchInterval: 30_000 });
  const [first] = data?.pages ?? [];
  const missed = first?.items.length ?? 0;
  const words = `${count(missed)}${first?.nextCursor ? '+' : ''}`;
  const search = programme === undefined ? {} : { programme };
  return (
    <LinkTabs
      label="Reminders"
      tabs={[
        { label: 'Appointments', to: '/reminders', search, activeOptions: exactly },
        {
          label: 'Missed',
          to: '/reminders/missed',
          search,
          activeOptions: exactly,
          ...(missed > 0 ? { count: words } : {}),
        },
        { label: 'Series', to: '/reminders/series', search, activeOptions: exactly },
        { label: 'Programmes', to: '/reminders/programmes', activeOptions: exactly },
        { label: 'Recurring campaigns', to: '/reminders/recurring', activeOptions: exactly },
      ]}
    />
  );
}
