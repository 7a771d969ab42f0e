import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { addressOf } from '../../../api/client.ts';
import { useCurrency } from '../accounts.ts';
import { book, cancel, previewBooking } from '../changes/calls.ts';
import { fieldProblems } from '../changes/field-problems.ts';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused, useChange } from '../changes/use-change.ts';
import type { ProgrammeDetail } from '../shapes.ts';
import { useDebounced } from '../use-debounced.ts';
import { bookingOf, emptyForm, idOf, isAskable, lackingOf, withLacking, withSuggestion } from './one-form.ts';
import { OneFields } from './one-fields.tsx';
import { PreviewFrame } from './preview-frame.tsx';
import { PreviewOne } from './preview-one.tsx';

/** Books one appointment: what is told on the left, what comes of it on the right, before anything is saved (S2). */
export function BookOne({ programme }: { programme: ProgrammeDetail | undefined }) {
  const [form, setForm] = useState(() => emptyForm('visit'));
  const [busy, setBusy] = useState(false);
  const key = useRef(crypto.randomUUID());
  const { missing: missed } = useScope('campaigns:write');
  const navigate = useNavigate();
  const carryOut = useChange();
  const asked = useDebounced(form);
  const currency = useCurrency(programme?.settings.steps[0]?.actions[0]?.accountId);
  const which = { programmeId: programme?.id ?? '', externalId: idOf(asked) };
  const required = programme?.requiredVariables ?? [];
  const lacking = lackingOf(form, required);
  const whole = bookingOf(withLacking(asked, required));
  const preview = useQuery({
    queryKey: ['reminder-preview', which, whole],
    queryFn: ({ signal }) => previewBooking(which, whole, signal),
    enabled: programme !== undefined && isAskable(asked) && missed === undefined,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const isCurrent = JSON.stringify(asked) === JSON.stringify(form) && !preview.isFetching;
  const ready = preview.isSuccess && isCurrent && lacking.length === 0 && preview.data.change !== 'unchanged';
  const save = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    try {
      const isNew = preview.data.change === 'booked';
      const done = await carryOut(
        () => book(which, bookingOf(form), key.current),
        ...(isNew ? [() => cancel(which, 'Booking taken back')] : []),
      );
      const { programmeId, externalId } = done;
      await navigate({ to: '/reminders/appointments/$programmeId/$externalId', params: { programmeId, externalId } });
    } catch (error) {
      refused(error);
      key.current = crypto.randomUUID();
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
        <OneFields
          form={form}
          onChange={(change) => setForm({ ...form, ...change })}
          programme={programme}
          problems={isCurrent && preview.isError ? fieldProblems(preview.error) : {}}
        />
        <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
          <Button type="submit" kind="primary" busy={busy} disabled={!ready} missing={missed}>
            {preview.data !== undefined && preview.data.change !== 'booked' && isCurrent ? 'Save the change' : 'Book'}
          </Button>
          {lacking.length > 0 && <span className="text-sm text-subtle">Still needed: {lacking.join(', ')}</span>}
          <span className="ml-auto">
            <AsCommand
              cli={remindCli(programme, form)}
              call={{
                method: 'PUT',
                address: addressOf('/programmes/:programmeId/appointments/:externalId', { params: which }),
                body: bookingOf(form),
              }}
            />
          </span>
        </div>
      </div>
      <PreviewFrame
        busy={!isCurrent && isAskable(form)}
        empty="Give the phone, the date and the time: here stands when that is for both of you, and what goes out."
      >
        {preview.isError ? (
          <ProblemHelp
            error={preview.error}
            onPick={(suggestion, pointer) => setForm(withSuggestion(form, suggestion, pointer))}
          />
        ) : preview.data === undefined || !isAskable(form) ? null : (
          <PreviewOne changed={preview.data} form={asked} programme={programme} currency={currency} />
        )}
      </PreviewFrame>
    </form>
  );
}

function remindCli(programme: ProgrammeDetail | undefined, form: Parameters<typeof bookingOf>[0]): string {
  const { phone, startsAt, zone, name } = bookingOf(form);
  const words = [`outdial remind ${phone === '' ? '+12025550123' : phone} --at "${startsAt.trim()}"`];
  if (zone !== undefined) words.push(`--zone ${zone}`);
  if (programme !== undefined) words.push(`--programme "${programme.name}"`);
  words.push(`--external-id ${idOf(form)}`);
  if (name !== undefined) words.push(`--name "${name}"`);
  return words.join(' ');
}
