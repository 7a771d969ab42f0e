import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toProblem } from '../../../api/problem.ts';
import { Button } from '../../../components/button.tsx';
import { Combobox } from '../../../components/combobox.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { FormHold, useHeld } from '../../../components/use-held.ts';
import { SeriesPreview } from '../book/preview-series.tsx';
import { firstOf, isRuleAskable, rruleOf, ruleFormOf, type RuleForm } from '../book/rule-form.ts';
import { RuleFields } from '../book/rule-fields.tsx';
import { editSeries, splitSeries } from '../changes/calls.ts';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused, useChange } from '../changes/use-change.ts';
import { usePreview } from '../changes/use-preview.ts';
import { sayDate } from '../local-days.ts';
import type { Series, SeriesPatch } from '../shapes.ts';
import { ZONE_OPTIONS } from '../../../format/zone-options.ts';

interface ChangeSeriesDialogProps {
  series: Series;
  /** The date of the first occurrence that changes; absent = all of it. */
  from: string | undefined;
  onClose: () => void;
}

interface Form {
  rule: RuleForm;
  zone: string;
  name: string;
}

/** Only what is different: a rule that stays keeps its count. Pure. */
function patchOf(form: Form, was: Form): SeriesPatch {
  const name = form.name.trim();
  return {
    ...(rruleOf(form.rule) === rruleOf(was.rule) ? {} : { rule: rruleOf(form.rule) }),
    ...(firstOf(form.rule) === firstOf(was.rule) ? {} : { first: firstOf(form.rule) }),
    ...(form.zone === was.zone ? {} : { zone: form.zone }),
    ...(name === was.name ? {} : { name: name === '' ? null : name }),
  };
}

/** Changes a series from one occurrence on, or all of it, and shows the next five before it is saved (S5). */
export function ChangeSeriesDialog({ series, from, onClose }: ChangeSeriesDialogProps) {
  const which = { programmeId: series.programmeId, externalId: series.externalId };
  const begin = from === undefined ? series.firstLocal : `${from}T${series.firstLocal.slice(11)}`;
  const [was] = useState<Form>(() => ({
    rule: ruleFormOf(series.rrule, begin),
    zone: series.zone,
    name: series.name ?? '',
  }));
  const [form, setForm] = useState(was);
  const [busy, setBusy] = useState(false);
  const { held, hold } = useHeld();
  const navigate = useNavigate();
  const carryOut = useChange();
  const ask = (patch: SeriesPatch, dryRun: boolean, signal?: AbortSignal) =>
    from === undefined
      ? editSeries(which, patch, dryRun, signal)
      : splitSeries(which, { from, ...patch }, dryRun, signal);
  const isSame = Object.keys(patchOf(form, was)).length === 0 && series.state !== 'ended';
  const {
    query: preview,
    isCurrent,
    problems,
  } = usePreview(form, {
    about: (of) => ['series', which, from ?? null, patchOf(of, was)],
    ask: (of, signal) => ask(patchOf(of, was), true, signal),
    when: (of) => !isSame && isRuleAskable(of.rule),
  });
  const isFirst = preview.isError && toProblem(preview.error).code === 'first_occurrence';
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const { programmeId, externalId } = await carryOut(() => ask(patchOf(form, was), false));
      onClose();
      if (externalId !== series.externalId) {
        await navigate({ to: '/reminders/series/$programmeId/$externalId', params: { programmeId, externalId } });
      }
    } catch (error) {
      refused(error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={from === undefined ? 'Change all of the series' : `Change ${sayDate(from)} and following`}
      description={
        from === undefined
          ? 'From now on. What was edited by itself stays as it is, and what was sent is not sent again.'
          : 'The series ends before it, and another one goes on from there with what you change here.'
      }
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={isSame || held.size > 0 || !isRuleAskable(form.rule) || !isCurrent || !preview.isSuccess}
            onClick={() => void save()}
          >
            {from === undefined ? 'Change all of it' : 'Change this and following'}
          </Button>
        </>
      }
    >
      <div className="grid items-start gap-6 md:grid-cols-[5fr_6fr]">
        <div className="flex flex-col gap-4">
          <FormHold value={hold}>
            <RuleFields
              form={form.rule}
              onChange={(change) => setForm({ ...form, rule: { ...form.rule, ...change } })}
              problems={problems}
            />
          </FormHold>
          <Field label="On the clock of">
            <Combobox options={ZONE_OPTIONS} value={form.zone} onChange={(zone) => setForm({ ...form, zone })} />
          </Field>
          <Field label="Name" optional>
            <Input value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} />
          </Field>
        </div>
        <div aria-live="polite" aria-busy={!isCurrent} className="min-w-0">
          {isSame ? (
            <p className="text-muted">Nothing is different yet. Change something, and the next five stand here.</p>
          ) : preview.isError ? (
            <>
              <ProblemHelp error={preview.error} />
              {isFirst && <p className="mt-2 text-sm text-subtle">Close this, and choose “Change all of it”.</p>}
            </>
          ) : (
            preview.data !== undefined && <SeriesPreview changed={preview.data} isNew />
          )}
        </div>
      </div>
    </Dialog>
  );
}
