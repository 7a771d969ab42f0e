import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addressOf } from '../../../api/client.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { endSeries, putSeries } from '../changes/calls.ts';
import { fieldProblems } from '../changes/field-problems.ts';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused, useChange } from '../changes/use-change.ts';
import type { ProgrammeDetail, SeriesBody } from '../shapes.ts';
import { useDebounced } from '../use-debounced.ts';
import { cleanPhone, emptyForm, idOf, lackingOf, withLacking, type OneForm } from './one-form.ts';
import { PreviewFrame } from './preview-frame.tsx';
import { EMPTY_RULE, firstOf, isRuleAskable, rruleOf, type RuleForm } from './rule-form.ts';
import { RuleFields } from './rule-fields.tsx';
import { SeriesPreview } from './preview-series.tsx';
import { WhoFields } from './who-fields.tsx';

interface SeriesForm {
  who: OneForm;
  rule: RuleForm;
}

function bodyOf({ who, rule }: SeriesForm): SeriesBody {
  const filled = Object.entries(who.variables).filter(([, value]) => value !== '');
  return {
    phone: cleanPhone(who.phone),
    rule: rruleOf(rule),
    first: firstOf(rule),
    ...(who.zone === '' ? {} : { zone: who.zone }),
    ...(who.name.trim() === '' ? {} : { name: who.name.trim() }),
    ...(filled.length === 0 ? {} : { variables: Object.fromEntries(filled) }),
  };
}

const isAskable = ({ who, rule }: SeriesForm): boolean => cleanPhone(who.phone).length >= 8 && isRuleAskable(rule);

/** Books a recurring appointment: the rule on the left, the next five on the right (S3). */
export function BookSeries({ programme }: { programme: ProgrammeDetail | undefined }) {
  const [form, setForm] = useState<SeriesForm>(() => ({ who: emptyForm('series'), rule: EMPTY_RULE }));
  const [busy, setBusy] = useState(false);
  const { missing } = useScope('campaigns:write');
  const navigate = useNavigate();
  const carryOut = useChange();
  const asked = useDebounced(form);
  const which = { programmeId: programme?.id ?? '', externalId: idOf(asked.who) };
  const required = programme?.requiredVariables ?? [];
  const whole = bodyOf({ ...asked, who: withLacking(asked.who, required) });
  const preview = useQuery({
    queryKey: ['reminder-preview', 'series', which, whole],
    queryFn: ({ signal }) => putSeries(which, whole, true, signal),
    enabled: programme !== undefined && isAskable(asked) && missing === undefined,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const isCurrent = JSON.stringify(asked) === JSON.stringify(form) && !preview.isFetching;
  const lacking = lackingOf(form.who, required);
  const ready = preview.isSuccess && isCurrent && lacking.length === 0 && preview.data.change !== 'unchanged';
  const problems = isCurrent && preview.isError ? fieldProblems(preview.error) : {};
  const save = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    try {
      const isNew = preview.data.change === 'created';
      const undo = isNew ? [() => endSeries(which, 'Series taken back')] : [];
      const { programmeId, externalId } = await carryOut(() => putSeries(which, bodyOf(form)), ...undo);
      await navigate({ to: '/reminders/series/$programmeId/$externalId', params: { programmeId, externalId } });
    } catch (error) {
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
        <WhoFields
          form={form.who}
          onChange={(change) => setForm({ ...form, who: { ...form.who, ...change } })}
          programme={programme}
          problems={problems}
          externalIdHint={`The id of the series in your own system. Left empty: ${idOf(form.who)}.`}
        >
          <RuleFields
            form={form.rule}
            onChange={(change) => setForm({ ...form, rule: { ...form.rule, ...change } })}
            problems={problems}
          />
        </WhoFields>
        <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
          <Button type="submit" kind="primary" busy={busy} disabled={!ready} missing={missing}>
            {preview.data !== undefined && preview.data.change !== 'created' && isCurrent
              ? 'Save the change'
              : 'Book the series'}
          </Button>
          {lacking.length > 0 && <span className="text-sm text-subtle">Still needed: {lacking.join(', ')}</span>}
          <span className="ml-auto">
            <AsCommand
              cli={`outdial series set "${programme?.name ?? 'clinic'}" ${idOf(form.who)} --rule "${rruleOf(form.rule)}" --first "${firstOf(form.rule)}" --phone ${cleanPhone(form.who.phone)}`}
              call={{
                method: 'PUT',
                address: addressOf('/programmes/:programmeId/series/:externalId', { params: which }),
                body: bodyOf(form),
              }}
            />
          </span>
        </div>
      </div>
      <PreviewFrame
        busy={!isCurrent && isAskable(form)}
        empty="Give the phone, the first date and the time: here stand the next five, with what clock changes do to them."
      >
        {preview.isError ? (
          <ProblemHelp
            error={preview.error}
            onPick={(zone, pointer) => pointer === '/zone' && setForm({ ...form, who: { ...form.who, zone } })}
          />
        ) : preview.data === undefined || !isAskable(form) ? null : (
          <SeriesPreview changed={preview.data} isNew={preview.data.change === 'created'} />
        )}
      </PreviewFrame>
    </form>
  );
}
