import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { scheduleQuery } from '../queries.ts';
import { ScheduleEditor } from './schedule-editor.tsx';
import { scheduleFormOf } from './schedule-form.ts';
import { RECURRING_TRAIL } from './trail.tsx';

const route = getRouteApi('/app/reminders/recurring/$scheduleId/change');

export function ChangeSchedulePage() {
  const query = useQuery(scheduleQuery(route.useParams().scheduleId));
  return (
    <>
      <PageHeader title={`Change ${query.data?.name ?? 'a recurring campaign'}`} trail={RECURRING_TRAIL}>
        It holds from the next start on. Campaigns that it started stay as they are.
      </PageHeader>
      <QueryView query={query} what="The recurring campaign">
        {(schedule) => <ScheduleEditor start={scheduleFormOf(schedule)} before={schedule} />}
      </QueryView>
    </>
  );
}
