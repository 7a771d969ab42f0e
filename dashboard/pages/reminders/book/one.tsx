import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { useIntentKey } from '../../../app/use-intent-key.ts';
import { addressOf } from '../../../api/client.ts';
import { useCurrency } from '../accounts.ts';
import { book, cancel, previewBooking } from '../changes/calls.ts';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused, useChange } from '../changes/use-change.ts';
import { usePreview } from '../changes/use-preview.ts';
import type { ProgrammeDetail } from '../shapes.ts';
import {
  bookingOf,
  emptyForm,
  idOf,
  isAskable,
  lackingOf,
  neededOf,
  withLacking,
  withSuggestion,
  type OneForm,
} from './one-form.ts';
import { OneFields } from './one-fields.tsx';
import { PreviewOne } from './preview-one.tsx';
import { PreviewedForm } from './previewed-form.tsx';

/** Books one appointment: what is told on the left, what comes of it on the right, before anything is saved (S2). */
export function BookOne({ programme }: { programme: ProgrammeDetail | undefined }) {
  const [form, setForm] = useState(() => emptyForm('visit'));
  const [busy, setBusy] = useState(false);
  const key = useIntentKey();
  const { missing: missed } = useScope('campaigns:write');
  const navigate = useNavigate();
  const carryOut = useChange();
  const required = programme?.requiredVariables ?? [];
  const lacking = lackingOf(form, required);
  const which = (of: OneForm) => ({ programmeId: programme?.id ?? '', externalId: idOf(of) });
  const whole = (of: OneForm) => bookingOf(withLacking(of, required));
  const preview = usePreview(form, {
    about: (of) => [which(of), whole(of)],
    ask: (of, signal) => previewBooking(which(of), whole(of), signal),
    when: (of) => programme !== undefined && isAskable(of) && missed === undefined,
  });
  const { asked, isCurrent, problems } = preview;
  const { data, error, isError, isSuccess } = preview.query;
  const currency = useCurrency(programme?.settings.steps[0]?.actions[0]?.accountId);
  const ready = isSuccess && isCurrent && lacking.length === 0 && data.change !== 'unchanged';
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const isNew = data?.change === 'booked';
      const done = await carryOut(
        () => book(which(form), bookingOf(form), key.current()),
        ...(isNew ? [() => cancel(which(form), 'Booking taken back')] : []),
      );
      const { programmeId, externalId } = done;
      await navigate({ to: '/reminders/appointments/$programmeId/$externalId', params: { programmeId, externalId } });
    } catch (error) {
      key.refused(error);
      refused(error);
      setBusy(false);
    }
  };
  return (
    <PreviewedForm
      fields={(lacking) => (
        <OneFields
          form={form}
          onChange={(change) => setForm({ ...form, ...change })}
          programme={programme}
          problems={{ ...lacking, ...problems }}
        />
      )}
      submit={data !== undefined && data.change !== 'booked' && isCurrent ? 'Save the change' : 'Book'}
      ready={ready}
      busy={busy}
      missing={missed}
      needed={neededOf(form, form, required)}
      command={{
        cli: remindCli(programme, form),
        call: {
          method: 'PUT',
          address: addressOf('/programmes/:programmeId/appointments/:externalId', { params: which(form) }),
          body: bookingOf(form),
        },
      }}
      onSubmit={save}
      isAsking={!isCurrent && isAskable(form)}
      empty={`Here stands when that is for both of you and what goes out, as soon as there is: ${Object.values(neededOf(form, form, [])).join(', ')}.`}
    >
      {isError ? (
        <ProblemHelp
          error={error}
          onPick={(suggestion, pointer) => setForm(withSuggestion(form, suggestion, pointer))}
        />
      ) : data === undefined || !isAskable(form) ? null : (
        <PreviewOne changed={data} form={asked} programme={programme} currency={currency} />
      )}
    </PreviewedForm>
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
