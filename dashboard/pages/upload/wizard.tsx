import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { CheckStep } from './check/check-step.tsx';
import { actorWords } from './actor-words.ts';
import { DraftActions } from './draft-actions.tsx';
import { useDraft } from './draft-context.tsx';
import { FileStep } from './file/file-step.tsx';
import { Launched } from './launched.tsx';
import { MapStep } from './map/map-step.tsx';
import { Notices } from './notices.tsx';
import { inspectQuery, type Campaign } from './queries.ts';
import { ReviewStep } from './review/review-step.tsx';
import { ScheduleStep } from './schedule/schedule-step.tsx';
import { currentStep, isForLaunch, stepStates } from './step-state.ts';
import type { UploadStep } from './search.ts';
import { Stepper } from './stepper.tsx';
import { tabStore } from './tab-store.ts';

const route = getRouteApi('/app/uploads/$importId');

/** The five steps of an upload, or the three of a list that is launched by nobody. */
export function Wizard() {
  const { draft, campaign } = useDraft();
  const { step: asked } = route.useSearch();
  const readable = draft.state !== 'receiving' && draft.state !== 'cancelled';
  const inspection = useQuery({ ...inspectQuery(draft.id, draft.version), enabled: readable });
  // An answer for another version says nothing of this one when this one cannot be read.
  const found = inspection.isError ? undefined : inspection.data;
  const steps = stepStates(draft, campaign, found, useScheduleSeen(draft.id, campaign, asked));
  const fallback = currentStep(steps, draft);
  // An address of a step that cannot be opened yet leads to the one that is in its way.
  const current = steps.find(({ step, blocked }) => step === asked && blocked === undefined)?.step ?? fallback;
  const name = campaign?.name ?? draft.fileName;
  if (inspection.isPending && readable) return <Skeleton className="h-96 w-full" />;
  return (
    <>
      <PageHeader
        title={name}
        status={<StatusPill kind="import" state={draft.state} />}
        trail={[
          <Link key="campaigns" to="/campaigns">
            Campaigns
          </Link>,
          <Link key="uploads" to="/uploads">
            Uploads
          </Link>,
        ]}
        actions={<DraftActions step={current} />}
      >
        {campaign !== null && `${draft.fileName}, `}
        {PURPOSES[draft.purpose]}uploaded <Time at={draft.createdAt} as="both" /> by {actorWords(draft.createdBy)}
      </PageHeader>
      <Notices />
      {campaign !== null && campaign.state !== 'draft' && draft.purpose === 'contacts' ? <Launched /> : null}
      <Stepper importId={draft.id} steps={steps} current={current} />
      {current === 'file' && <FileStep inspection={inspection} />}
      {current === 'map' && <MapStep inspection={inspection} />}
      {current === 'check' && <CheckStep inspection={found} />}
      {isForLaunch(draft, campaign) && current === 'schedule' && <ScheduleStep />}
      {isForLaunch(draft, campaign) && current === 'review' && <ReviewStep />}
    </>
  );
}

/** Whether this person opened the schedule, in this tab, or somebody changed it before. */
function useScheduleSeen(importId: string, campaign: Campaign | null, step: UploadStep | undefined): boolean {
  const name = `schedule-seen ${importId}`;
  const isOpen = step === 'schedule' || step === 'review';
  useEffect(() => {
    if (isOpen) tabStore.write(name, 'yes');
  }, [isOpen, name]);
  return isOpen || tabStore.read(name) !== undefined || (campaign !== null && campaign.state !== 'draft');
}

const PURPOSES = {
  contacts: '',
  stop: 'a list of people who leave the campaign, ',
  appointments: 'a list of appointments, ',
} as const;
