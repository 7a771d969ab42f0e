import { Link } from '@tanstack/react-router';
import { useScope } from '../../../app/session/use-session.ts';
import { Callout } from '../../../components/callout.tsx';
import { useDraft } from '../draft-context.tsx';
import type { Campaign } from '../queries.ts';
import { StepFooter } from '../step-footer.tsx';
import { Outlook } from './outlook.tsx';
import { isPlaced } from './settings-change.ts';
import { SettingsFields } from './settings-fields.tsx';
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
  const { draft } = useDraft();
  const { problem, state } = form;
  const unplaced = problem !== null && !isPlaced(problem);
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
        <fieldset disabled={missing !== undefined} className="min-w-0">
          <legend className="sr-only">Schedule and limits</legend>
          <SettingsFields
            form={form}
            changeNumber={
              <Link
                to="/uploads/$importId"
                params={{ importId: draft.id }}
                search={{ step: 'map' }}
                className="link underline"
              >
                Change the number
              </Link>
            }
          />
        </fieldset>
      </div>
      <StepFooter
        back="check"
        next="review"
        label="Review"
        busy={state === 'saving'}
        blocked={state === 'held' ? 'Mend what is marked in red first.' : undefined}
        onNext={form.flush}
      >
        <span role="status" className="text-sm text-subtle">
          {WORDS[state]}
        </span>
      </StepFooter>
    </>
  );
}

const WORDS = { saved: 'Saved', waiting: 'Not saved yet', saving: 'Saving', refused: 'Not saved', held: '' } as const;
