import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addressOf } from '../../../api/client.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { endSeries, putSeries } from '../changes/calls.ts';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused, useChange } from '../changes/use-change.ts';
import { usePreview } from '../changes/use-preview.ts';
import type { ProgrammeDetail, SeriesBody } from '../shapes.ts';
import { cleanPhone, emptyForm, hasPhone, idOf, lackingOf, neededOf, withLacking, type OneForm } from './one-form.ts';
import { PreviewedForm } from './previewed-form.tsx';
import { EMPTY_RULE, firstOf, isRuleAskable, rruleOf, ruleNeeds, type RuleForm } from './rule-form.ts';
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

const isAskable = ({ who, rule }: SeriesForm): boolean => hasPhone(who.phone) && isRuleAskable(rule);

/** Books a recurring appointment: the rule on the left, the next five on the right (S3). */
export function BookSeries({ programme }: { programme: ProgrammeDetail | undefined }) {
  const [form, setForm] = useState<SeriesForm>(() => ({ who: emptyForm('series'), rule: EMPTY_RULE }));
  const [busy, setBusy] = useState(false);
  const { missing } = useScope('campaigns:write');
  const navigate = useNavigate();
  const carryOut = useChange();
  const required = programme?.requiredVariables ?? [];
  const lacking = lackingOf(form.who, required);
  const which = ({ who }: SeriesForm) => ({ programmeId: programme?.id ?? '', externalId: idOf(who) });
  const whole = (of: SeriesForm) => bodyOf({ ...of, who: withLacking(of.who, required) });
  const { query, isCurrent, problems } = usePreview(form, {
    about: (of) => ['series', which(of), whole(of)],
    ask: (of, signal) => putSeries(which(of), whole(of), true, signal),
    when: (of) => programme !== undefined && isAskable(of) && missing === undefined,
  });
  const { data, error, isError, isSuccess } = query;
  const ready = isSuccess && isCurrent && lacking.length === 0 && data.change !== 'unchanged';
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const isNew = data?.change === 'created';
      const undo = isNew ? [() => endSeries(which(form), 'Series taken back')] : [];
      const { programmeId, externalId } = await carryOut(() => putSeries(which(form), bodyOf(form)), ...undo);
      await navigate({ to: '/reminders/series/$programmeId/$externalId', params: { programmeId, externalId } });
    } catch (error) {
      refused(error);
      setBusy(false);
    }
  };
  return (
    <PreviewedForm
      fields={(lacking) => (
        <WhoFields
          form={form.who}
          onChange={(change) => setForm({ ...form, who: { ...form.who, ...change } })}
          programme={programme}
          problems={{ ...lacking, ...problems }}
          externalIdHint={`The id of the series in your own system. Left empty: ${idOf(form.who)}.`}
        >
          <RuleFields
            form={form.rule}
            onChange={(change) => setForm({ ...form, rule: { ...form.rule, ...change } })}
            problems={{ ...lacking, ...problems }}
          />
        </WhoFields>
      )}
      submit={data !== undefined && data.change !== 'created' && isCurrent ? 'Save the change' : 'Book the series'}
      ready={ready}
      busy={busy}
      missing={missing}
      needed={{ ...neededOf(form.who, form.rule, required), ...ruleNeeds(form.rule) }}
      command={{
        cli: `outdial series set "${programme?.name ?? 'clinic'}" ${idOf(form.who)} --rule "${rruleOf(form.rule)}" --first "${firstOf(form.rule)}" --phone ${cleanPhone(form.who.phone)}`,
        call: {
          method: 'PUT',
          address: addressOf('/programmes/:programmeId/series/:externalId', { params: which(form) }),
          body: bodyOf(form),
        },
      }}
      onSubmit={save}
      isAsking={!isCurrent && isAskable(form)}
      empty={`Here stand the next five, with what clock changes do to them, as soon as there is: ${Object.values({ ...neededOf(form.who, form.rule, []), ...ruleNeeds(form.rule) }).join(', ')}.`}
    >
      {isError ? (
        <ProblemHelp
          error={error}
          onPick={(zone, pointer) => pointer === '/zone' && setForm({ ...form, who: { ...form.who, zone } })}
        />
      ) : data === undefined || !isAskable(form) ? null : (
        <SeriesPreview changed={data} isNew={data.change === 'created'} />
      )}
    </PreviewedForm>
  );
}
