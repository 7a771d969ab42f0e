import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../../../components/page-header.tsx';
import { localZone } from '../../../format/time.ts';
import { ScheduleEditor } from './schedule-editor.tsx';
import { emptySchedule } from './schedule-form.ts';
import { RECURRING_TRAIL } from './trail.tsx';

const route = getRouteApi('/app/reminders/recurring/new');

export function NewSchedulePage() {
  const { campaign } = route.useSearch();
  return (
    <>
      <PageHeader title="New recurring campaign" trail={RECURRING_TRAIL}>
        Each start makes a new campaign, with the settings and lists that the copied one has then.
      </PageHeader>
      <ScheduleEditor start={emptySchedule(campaign, localZone())} />
    </>
  );
}
