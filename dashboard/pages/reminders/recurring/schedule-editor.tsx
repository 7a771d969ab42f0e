import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addressOf } from '../../../api/client.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { useIntentKey } from '../../../app/use-intent-key.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { toast } from '../../../components/toast-store.ts';
import { PreviewFrame } from '../book/preview-frame.tsx';
import { changeSchedule, createSchedule, previewSchedule } from '../changes/calls.ts';
import { fieldProblems } from '../changes/field-problems.ts';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused } from '../changes/use-change.ts';
import { REMINDERS } from '../queries.ts';
import type { Schedule } from '../shapes.ts';
import { useDebounced } from '../use-debounced.ts';
import { NextStarts } from './next-starts.tsx';
import { isScheduleAskable, scheduleBodyOf, scheduleCli, type ScheduleForm } from './schedule-form.ts';
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
  const asked = useDebounced(form);
  const isAskable = isScheduleAskable(form);
  const draft = { ...scheduleBodyOf(asked), name: 'preview' };
  const preview = useQuery({
    queryKey: ['reminder-preview', 'schedule', draft],
    queryFn: ({ signal }) => previewSchedule(draft, signal),
    enabled: isScheduleAskable(asked) && missing === undefined,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const isCurrent = JSON.stringify(asked) === JSON.stringify(form) && !preview.isFetching;
  const body = scheduleBodyOf(form);
  const isSame = before !== undefined && JSON.stringify(form) === JSON.stringify(start);
  const ready = isAskable && isCurrent && preview.isSuccess && body.name !== '' && !isSame;
  const save = async (): Promise<void> => {
    if (!ready || busy) return;
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
    <form
      className="grid items-start gap-6 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4">
        <ScheduleFields
          form={form}
          onChange={(change) => setForm({ ...form, ...change })}
          problems={isCurrent && preview.isError ? fieldProblems(preview.error) : {}}
        />
        <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
          <Button type="submit" kind="primary" busy={busy} disabled={!ready} missing={missing}>
            {before === undefined ? 'Make it recur' : 'Save the change'}
          </Button>
          {body.name === '' && isAskable && <span className="text-sm text-subtle">Still needed: a name</span>}
          <span className="ml-auto">
            <AsCommand
              cli={scheduleCli(form, before?.id)}
              call={
                before === undefined
                  ? { method: 'POST', address: addressOf('/schedules'), body }
                  : {
                      method: 'PATCH',
                      address: addressOf('/schedules/:scheduleId', { params: { scheduleId: before.id } }),
                      body,
                    }
              }
            />
          </span>
        </div>
      </div>
      <PreviewFrame
        busy={!isCurrent && isAskable}
        empty="Choose the campaign, the first date and the time: here stand the next five starts, with what clock changes do to them."
      >
        {preview.isError ? (
          <ProblemHelp
            error={preview.error}
            onPick={(zone, pointer) => pointer === '/zone' && setForm({ ...form, zone })}
          />
        ) : preview.data === undefined || !isAskable ? null : (
          <div className="flex flex-col gap-4">
            <div>
              <p className="text-lg font-semibold tracking-tight first-letter:uppercase">{preview.data.words}</p>
              <p className="mt-1 text-sm text-subtle">
                On the clock of {preview.data.zone}. <code className="font-mono">{preview.data.rrule}</code>
              </p>
            </div>
            <NextStarts {...preview.data} none="No start is left." />
          </div>
        )}
      </PreviewFrame>
    </form>
  );
}
