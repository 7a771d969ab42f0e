import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addressOf, send } from '../../../api/client.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { useIntentKey } from '../../../app/use-intent-key.ts';
import { Callout } from '../../../components/callout.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { toast } from '../../../components/toast-store.ts';
import { numbersQuery } from '../accounts.ts';
import { PreviewedForm } from '../book/previewed-form.tsx';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused } from '../changes/use-change.ts';
import { usePreview } from '../changes/use-preview.ts';
import { REMINDERS } from '../queries.ts';
import type { CreatedProgramme } from '../shapes.ts';
import { draftOf, emptyNew, isNewAskable, newNeeds } from './new-form.ts';
import { NewFields } from './new-fields.tsx';
import { shortsOf } from './plan-form.ts';
import { SettingsView } from './settings-view.tsx';
import { StepList } from './step-list.tsx';

const create = (body: unknown, idempotencyKey: string, signal?: AbortSignal) =>
  send<CreatedProgramme>('POST', '/programmes', { body, idempotencyKey, signal });

/** Makes a programme; what it would be, in sentences, stands beside it. */
export function NewProgrammePage() {
  const [form, setForm] = useState(emptyNew);
  const [busy, setBusy] = useState(false);
  const key = useIntentKey();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { missing } = useScope('campaigns:write');
  const numbers = useQuery(numbersQuery).data?.items ?? [];
  const { query, isCurrent, problems } = usePreview(form, {
    about: (of) => ['new-programme', of.name.trim(), draftOf(of, numbers)],
    ask: (of, signal) =>
      create(
        { name: of.name.trim() || 'New programme', settings: draftOf(of, numbers), dryRun: true },
        crypto.randomUUID(),
        signal,
      ),
    when: (of) => isNewAskable(of) && missing === undefined,
  });
  const { data, error, isError, isSuccess } = query;
  const body = { name: form.name.trim(), settings: draftOf(form, numbers) };
  const ready = isCurrent && isSuccess && body.name !== '';
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const made = await create(body, key.current());
      void client.invalidateQueries({ queryKey: REMINDERS });
      toast({ title: `${body.name} is made`, detail: 'What is booked in it from now on is reminded of.' });
      await navigate({
        to: '/reminders/programmes/$programmeId',
        params: { programmeId: made.programmeId ?? body.name },
      });
    } catch (error) {
      key.refused(error);
      refused(error);
      setBusy(false);
    }
  };
  return (
    <>
      <PageHeader
        title="New programme"
        trail={[
          <Link key="r" to="/reminders">
            Reminders
          </Link>,
          <Link key="p" to="/reminders/programmes">
            Programmes
          </Link>,
        ]}
      >
        A standing plan of messages about appointments. Everything can be changed later.
      </PageHeader>
      <PreviewedForm
        fields={(lacking) => (
          <NewFields
            form={form}
            onChange={(change) => setForm({ ...form, ...change })}
            numbers={numbers}
            problems={{ ...lacking, ...problems }}
          />
        )}
        submit="Make the programme"
        ready={ready}
        busy={busy}
        missing={missing}
        needed={newNeeds(form)}
        command={{
          cli: `outdial programmes create "${body.name || 'clinic'}" --purpose ${form.purpose} --steps '${shortsOf(form).join(',')}' --number +12025550100 --text '${form.text}'`,
          call: { method: 'POST', address: addressOf('/programmes'), body },
        }}
        onSubmit={save}
        isAsking={!isCurrent && isNewAskable(form)}
        empty="Choose the numbers that messages come from: here stands what goes out when, and what holds for all of it."
      >
        {isError ? (
          <ProblemHelp error={error} />
        ) : data === undefined || !isNewAskable(form) ? null : (
          <NewProgramme made={data} />
        )}
      </PreviewedForm>
    </>
  );
}

const NewProgramme = ({ made: { warnings, requiredVariables, settings } }: { made: CreatedProgramme }) => (
  <div className="flex flex-col gap-4">
    {warnings.map(({ code, message }) => (
      <Callout key={code + message} tone="warning" title={message} />
    ))}
    {requiredVariables.length > 0 && (
      <Callout tone="info" title={`Every appointment must bring along: ${requiredVariables.join(', ')}`} />
    )}
    <StepList settings={settings} />
    <SettingsView settings={settings} />
  </div>
);
