import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { addressOf, send } from '../../../api/client.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { toast } from '../../../components/toast-store.ts';
import { numbersQuery } from '../accounts.ts';
import { PreviewFrame } from '../book/preview-frame.tsx';
import { fieldProblems } from '../changes/field-problems.ts';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused } from '../changes/use-change.ts';
import { REMINDERS } from '../queries.ts';
import type { CreatedProgramme } from '../shapes.ts';
import { useDebounced } from '../use-debounced.ts';
import { draftOf, EMPTY_NEW, isNewAskable, shortsOf } from './new-form.ts';
import { NewFields } from './new-fields.tsx';
import { SettingsView } from './settings-view.tsx';
import { StepList } from './step-list.tsx';

const create = (body: unknown, idempotencyKey: string, signal?: AbortSignal) =>
  send<CreatedProgramme>('POST', '/programmes', { body, idempotencyKey, signal });

/** Makes a programme; what it would be, in sentences, stands beside it. */
export function NewProgrammePage() {
  const [form, setForm] = useState(EMPTY_NEW);
  const [busy, setBusy] = useState(false);
  const key = useRef(crypto.randomUUID());
  const client = useQueryClient();
  const navigate = useNavigate();
  const { missing } = useScope('campaigns:write');
  const numbers = useQuery(numbersQuery).data?.items ?? [];
  const asked = useDebounced(form);
  const draft = draftOf(asked, numbers);
  const name = asked.name.trim();
  const preview = useQuery({
    queryKey: ['reminder-preview', 'new-programme', name, draft],
    queryFn: ({ signal }) =>
      create(
        { name: name === '' ? 'New programme' : name, settings: draft, dryRun: true },
        crypto.randomUUID(),
        signal,
      ),
    enabled: isNewAskable(asked) && missing === undefined,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const isCurrent = JSON.stringify(asked) === JSON.stringify(form) && !preview.isFetching;
  const ready = isCurrent && preview.isSuccess && name !== '';
  const body = { name: form.name.trim(), settings: draftOf(form, numbers) };
  const save = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    try {
      const made = await create(body, key.current);
      void client.invalidateQueries({ queryKey: REMINDERS });
      toast({ title: `${body.name} is made`, detail: 'What is booked in it from now on is reminded of.' });
      await navigate({
        to: '/reminders/programmes/$programmeId',
        params: { programmeId: made.programmeId ?? body.name },
      });
    } catch (error) {
      refused(error);
      key.current = crypto.randomUUID();
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
      <form
        className="grid items-start gap-6 lg:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4">
          <NewFields
            form={form}
            onChange={(change) => setForm({ ...form, ...change })}
            numbers={numbers}
            problems={isCurrent && preview.isError ? fieldProblems(preview.error) : {}}
          />
          <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
            <Button type="submit" kind="primary" busy={busy} disabled={!ready} missing={missing}>
              Make the programme
            </Button>
            {name === '' && preview.isSuccess && <span className="text-sm text-subtle">Still needed: a name</span>}
            <span className="ml-auto">
              <AsCommand
                cli={`outdial programmes create "${body.name || 'clinic'}" --purpose ${form.purpose} --steps '${shortsOf(form).join(',')}' --number +12025550100 --text '${form.text}'`}
                call={{ method: 'POST', address: addressOf('/programmes'), body }}
              />
            </span>
          </div>
        </div>
        <PreviewFrame
          busy={!isCurrent && isNewAskable(form)}
          empty="Choose the numbers that messages come from: here stands what goes out when, and what holds for all of it."
        >
          {preview.isError ? (
            <ProblemHelp error={preview.error} />
          ) : preview.data === undefined || !isNewAskable(form) ? null : (
            <div className="flex flex-col gap-4">
              {preview.data.warnings.map(({ code, message }) => (
                <Callout key={code + message} tone="warning" title={message} />
              ))}
              {preview.data.requiredVariables.length > 0 && (
                <Callout
                  tone="info"
                  title={`Every appointment must bring along: ${preview.data.requiredVariables.join(', ')}`}
                />
              )}
              <StepList settings={preview.data.settings} />
              <SettingsView settings={preview.data.settings} />
            </div>
          )}
        </PreviewFrame>
      </form>
    </>
  );
}
