import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addressOf } from '../../../api/client.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { useIntentKey } from '../../../app/use-intent-key.ts';
import { toast } from '../../../components/toast-store.ts';
import { PreviewedForm } from '../book/previewed-form.tsx';
import { changeSchedule, createSchedule, previewSchedule } from '../changes/calls.ts';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused } from '../changes/use-change.ts';
import { usePreview } from '../changes/use-preview.ts';
import { REMINDERS } from '../queries.ts';
import type { NewSchedule, Schedule } from '../shapes.ts';
import { NextStarts } from './next-starts.tsx';
import { isScheduleAskable, scheduleBodyOf, scheduleCli, scheduleNeeds, type ScheduleForm } from './schedule-form.ts';
import { ScheduleFields } from './schedule-fields.tsx';

interface ScheduleEditorProps {
  start: ScheduleForm;
  /** What is changed; undefined = a new one is made. */
  before?: Schedule | undefined;
}

/** A recurring campaign: the rule on the left, the next five starts on the right (S3). */
export function ScheduleEditor({ start, before }: ScheduleEditorProps) {
  const [form, setForm] = useState(start);
  const [busy, setBusy] = useState(false);
  const key = useIntentKey();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { missing } = useScope('campaigns:write');
  const isAskable = isScheduleAskable(form);
  const draftOf = (of: ScheduleForm) => ({ ...scheduleBodyOf(of), name: 'preview' });
  const { query, isCurrent, problems } = usePreview(form, {
    about: (of) => ['schedule', draftOf(of)],
    ask: (of, signal) => previewSchedule(draftOf(of), signal),
    when: (of) => isScheduleAskable(of) && missing === undefined,
  });
  const { data, error, isError, isSuccess } = query;
  const body = scheduleBodyOf(form);
  const isSame = before !== undefined && JSON.stringify(form) === JSON.stringify(start);
  const ready = isAskable && isCurrent && isSuccess && body.name !== '' && !isSame;
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const made =
        before === undefined ? await createSchedule(body, key.current()) : await changeSchedule(before.id, body);
      void client.invalidateQueries({ queryKey: REMINDERS });
      toast({ title: before === undefined ? `${made.name} recurs from now on` : `${made.name} is changed` });
      await navigate({ to: '/reminders/recurring/$scheduleId', params: { scheduleId: made.id } });
    } catch (error) {
      key.refused(error);
      refused(error);
      setBusy(false);
    }
  };
  return (
    <PreviewedForm
      fields={(lacking) => (
        <ScheduleFields
          form={form}
          onChange={(change) => setForm({ ...form, ...change })}
          problems={{ ...lacking, ...problems }}
        />
      )}
      submit={before === undefined ? 'Make it recur' : 'Save the change'}
      ready={ready}
      busy={busy}
      missing={missing}
      needed={scheduleNeeds(form)}
      command={{ cli: scheduleCli(form, before?.id), call: callOf(body, before) }}
      onSubmit={save}
      isAsking={!isCurrent && isAskable}
      empty="Choose the campaign, the first date and the time: here stand the next five starts, with what clock changes do to them."
    >
      {isError ? (
        <ProblemHelp error={error} onPick={(zone, pointer) => pointer === '/zone' && setForm({ ...form, zone })} />
      ) : data === undefined || !isAskable ? null : (
        <div className="flex flex-col gap-4">
          <div>
            <p className="text-lg font-semibold tracking-tight first-letter:uppercase">{data.words}</p>
            <p className="mt-1 text-sm text-subtle">
              On the clock of {data.zone}. <code className="font-mono">{data.rrule}</code>
            </p>
          </div>
          <NextStarts {...data} none="No start is left." />
        </div>
      )}
    </PreviewedForm>
  );
}

const callOf = (body: NewSchedule, before: Schedule | undefined) =>
  before === undefined
    ? { method: 'POST' as const, address: addressOf('/schedules'), body }
    : {
        method: 'PATCH' as const,
        address: addressOf('/schedules/:scheduleId', { params: { scheduleId: before.id } }),
        body,
      };
