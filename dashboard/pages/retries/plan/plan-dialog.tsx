import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { toProblem } from '../../../api/problem.ts';
import { serverNowMs } from '../../../app/use-now.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { toast } from '../../../components/toast-store.ts';
import { plural } from '../../../format/number.ts';
import { short } from '../../../format/time.ts';
import { abortRetry } from '../queries.ts';
import { useStart } from '../use-start.ts';
import { OptionsForm } from './options-form.tsx';
import { emptyForm, optionsOf, type FormErrors, type PlanForm } from './plan-form.ts';
import { campaignsOf, causeOf, planCommand, planEach, type Planned, type PlanSource } from './plan-source.ts';
import { PlanView } from './plan-view.tsx';
import { PlansView } from './plans-view.tsx';
import { StartAllConfirm } from './start-all-confirm.tsx';
import { StartButton } from './start-button.tsx';
import { StartConfirm } from './start-confirm.tsx';

interface PlanDialogProps {
  source: PlanSource;
  onClose: () => void;
}

/** Options, then the frozen plan, then the start (R6). Nobody is dialled before the last step. */
export function PlanDialog({ source, onClose }: PlanDialogProps) {
  const campaigns = campaignsOf(source).filter(({ kind }) => kind === 'campaign');
  const [form, setForm] = useState<PlanForm>(() => initialForm(source));
  const [errors, setErrors] = useState<FormErrors>({});
  const [plans, setPlans] = useState<readonly Planned[] | null>(null);
  const [isAsking, setAsking] = useState(false);
  const key = useRef(crypto.randomUUID());
  const client = useQueryClient();
  const { missing } = useScope('campaigns:write');
  const planning = useMutation({
    mutationFn: (wanted: Parameters<typeof planEach>[2]) =>
      planEach(
        source,
        campaigns.filter(({ id }) => form.campaignIds.includes(id)),
        wanted,
        key.current,
      ),
    onSuccess: (made) => {
      setPlans(made);
      for (const { retry } of made) if (retry !== null) client.setQueryData(['retry', retry.id], retry);
      void client.invalidateQueries({ queryKey: ['retries', 'list'] });
    },
    // The next press asks for something else, or once more after a refusal.
    onError: (error) => toProblem(error).status !== 0 && (key.current = crypto.randomUUID()),
  });
  const submit = (): void => {
    if (missing !== undefined || planning.isPending) return;
    const { options, errors: wrong } = optionsOf(form, serverNowMs());
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    planning.mutate({ name: form.name.trim(), reason: form.reason.trim(), options });
  };
  const start = useStart(onClose);
  const discard = async (): Promise<void> => {
    if (plans === null) return;
    key.current = crypto.randomUUID();
    setPlans(null);
    planning.reset();
    for (const { retry } of plans) {
      if (retry !== null) await abortRetry(retry.id, 'Planned anew with other options').catch(() => {});
    }
    void client.invalidateQueries({ queryKey: ['retries', 'list'] });
  };
  const close = (): void => {
    if (plans !== null)
      toast({
        title: 'What is planned is kept for 24 hours',
        detail: 'It stands under Retry runs; nobody is dialled by it.',
      });
    onClose();
  };
  const problem = planning.error === null ? undefined : toProblem(planning.error);
  const { options } = optionsOf(form, serverNowMs());
  const command = { name: form.name, reason: form.reason || 'why', options };
  const [first, ...others] = plans ?? [];
  const single = others.length === 0 ? (first?.retry ?? null) : null;
  const ready = (plans ?? []).flatMap(({ retry }) => (retry === null || retry.plan.willDial === 0 ? [] : [retry]));
  const willDial = ready.reduce((sum, { plan }) => sum + plan.willDial, 0);
  // The last question takes the place of the plan: two windows would half cover each other.
  if (isAsking && plans !== null) {
    const back = (): void => setAsking(false);
    return single === null ? (
      <StartAllConfirm ready={ready} onStarted={onClose} onClose={back} />
    ) : (
      <StartConfirm retry={single} start={start} onClose={back} />
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      width="lg"
      title={
        plans === null
          ? 'Plan a retry'
          : single === null
            ? `${plans.length} plans: ${form.name}`
            : `Plan: ${single.name}`
      }
      description={
        plans === null
          ? 'The next step shows whom it would dial, at what cost and how long. Planning dials nobody.'
          : `Frozen at ${short(plannedAtMs(plans), serverNowMs())}: who fails later is not in it. Nobody is dialled yet.`
      }
      footer={
        plans === null ? (
          <>
            <span className="mr-auto">
              <AsCommand {...planCommand(source, form.campaignIds, command)} />
            </span>
            <Button onClick={close}>Go back</Button>
            <Button
              kind="primary"
              busy={planning.isPending}
              missing={missing}
              disabled={campaigns.length === 0}
              onClick={submit}
            >
              Show the plan
            </Button>
          </>
        ) : (
          <>
            <Button kind="ghost" onClick={() => void discard()}>
              Change the options
            </Button>
            <span className="mr-auto" />
            <Button onClick={close}>Keep for later</Button>
            <StartButton
              words={`${single === null ? `Start ${plural(ready.length, 'run')}` : 'Start'}: dial ${plural(willDial, 'contact')}`}
              willDial={willDial}
              autoFocus
              onAsk={() => setAsking(true)}
            />
          </>
        )
      }
    >
      {plans === null ? (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Whom source={source} />
          <OptionsForm
            form={form}
            errors={errors}
            campaigns={campaigns}
            onChange={(change) => setForm({ ...form, ...change })}
          />
          {problem !== undefined && (
            <Callout tone="danger" title={problem.parts.detail}>
              {problem.parts.repair}
            </Callout>
          )}
          <button type="submit" hidden />
        </form>
      ) : single === null ? (
        <PlansView plans={plans} />
      ) : (
        <PlanView
          retry={single}
          onOverride={() => {
            setForm({ ...form, override: true });
            void discard();
          }}
        />
      )}
    </Dialog>
  );
}

/** Whom it is about, and who cannot be in it. */
function Whom({ source }: { source: PlanSource }) {
  if (source.kind === 'again') return <p>Everybody whose call of “{source.retry.name}” failed again.</p>;
  const { picked } = source;
  const { moreCampaigns: more = 0 } = picked;
  const reminders = picked.campaigns.filter(({ kind }) => kind === 'programme');
  const left = reminders.reduce((sum, { contacts }) => sum + contacts, 0);
  return (
    <>
      {left > 0 && (
        <Callout tone="info" title={`${plural(left, 'contact')} of reminders ${left === 1 ? 'is' : 'are'} not in it`}>
          Their time decides: send a step again from its appointment.
        </Callout>
      )}
      {more > 0 && (
        <Callout tone="info" title={`${plural(more, 'more campaign has', 'more campaigns have')} some too`}>
          Those with the most contacts are below. Plan the others when these are done.
        </Callout>
      )}
    </>
  );
}

const plannedAtMs = (plans: readonly Planned[]): number =>
  Math.max(...plans.map(({ retry }) => (retry === null ? 0 : Date.parse(retry.plannedAt))));

function initialForm(source: PlanSource): PlanForm {
  const campaigns = campaignsOf(source).filter(({ kind }) => kind === 'campaign');
  const name = source.kind === 'again' ? `${source.retry.name}, again` : (source.words ?? source.picked.cause);
  return emptyForm({
    campaignIds: campaigns.map(({ id }) => id),
    name: name.slice(0, 200),
    cause: causeOf(source),
    count: Math.max(0, ...campaigns.map(({ contacts }) => contacts)),
  });
}
