import { useScope } from '../../../app/session/use-session.ts';
import { Callout } from '../../../components/callout.tsx';
import { useDraft } from '../draft-context.tsx';
import type { Campaign } from '../queries.ts';
import { StepFooter } from '../step-footer.tsx';
import { DaysOff } from './days-off.tsx';
import { HoursEditor } from './hours-editor.tsx';
import { LimitFields } from './limit-fields.tsx';
import { Outlook } from './outlook.tsx';
import { RetryFields } from './retry-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { StartFields } from './start-fields.tsx';
import { useSettings } from './use-settings.ts';

/** Step 4: when, how fast, how often and for how much. */
export function ScheduleStep() {
  const { campaign } = useDraft();
  if (campaign === null)
    return (
      <Callout tone="info" title="There is no campaign yet">
        Say in step 2 what people get.
      </Callout>
    );
  return <Schedule campaign={campaign} />;
}

function Schedule({ campaign }: { campaign: Campaign }) {
  const form = useSettings(campaign);
  const { missing } = useScope('campaigns:write');
  const { problem, state } = form;
  const unplaced =
    problem !== null && (problem.parts.errors ?? []).length === 0 && problem.parts.details?.['problems'] === undefined;
  return (
    <>
      <div className="flex flex-col gap-5">
        <Outlook campaign={campaign} isSaved={state === 'saved'} />
        {missing !== undefined && (
          <Callout tone="warning" title="You can look, not change">
            {missing}
          </Callout>
        )}
        {problem !== null && (
          <Callout tone="danger" title={unplaced ? problem.message : 'Not saved: something below cannot be used'}>
            {!unplaced && problem.message} {problem.parts.repair}
          </Callout>
        )}
        <fieldset disabled={missing !== undefined} className="grid min-w-0 items-start gap-5 lg:grid-cols-2">
          <legend className="sr-only">Schedule and limits</legend>
          <div className="flex min-w-0 flex-col gap-5">
            <SettingsCard title="Start and end">
              <StartFields form={form} />
            </SettingsCard>
            <SettingsCard
              title="Calling hours"
              note="By the clock where each person is. Where the law of a place is narrower, the law holds; nothing here widens it."
            >
              <HoursEditor form={form} />
            </SettingsCard>
            <SettingsCard title="Days off">
              <DaysOff form={form} />
            </SettingsCard>
          </div>
          <div className="flex min-w-0 flex-col gap-5">
            <SettingsCard
              title="Tries"
              note="Per person. A person who was reached, said no or does not exist is not tried again."
            >
              <RetryFields form={form} />
            </SettingsCard>
            <SettingsCard title="Speed and money">
              <LimitFields form={form} campaign={campaign} />
            </SettingsCard>
          </div>
        </fieldset>
      </div>
      <StepFooter back="check" next="review" label="Review" busy={state === 'saving'} onNext={form.flush}>
        <span role="status" className="text-sm text-subtle">
          {WORDS[state]}
        </span>
      </StepFooter>
    </>
  );
}

const WORDS = { saved: 'Saved', waiting: 'Not saved yet', saving: 'Saving', refused: 'Not saved' } as const;
