import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Field } from '../../../components/field.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Input, Textarea } from '../../../components/input.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { Select } from '../../../components/select.tsx';
import { phoneWords } from '../../../format/phone.ts';
import { templatesQuery, type Account, type OurNumber } from '../queries.ts';
import { takesAgent, type StepForm } from './message-form.ts';

interface StepFieldsProps {
  step: StepForm;
  isOnly: boolean;
  numbers: readonly OurNumber[];
  accounts: readonly Account[];
  /** Variables that a text may use. */
  names: readonly string[];
  onChange: (step: StepForm) => void;
}

/** A call or a text: from which number, and what is said. */
export function StepFields({ step, isOnly, numbers, accounts, names, onChange }: StepFieldsProps) {
  const number = numbers.find(({ id }) => id === step.numberId);
  const account = accounts.find(({ id }) => id === number?.accountId);
  const active = numbers.filter(({ status, id }) => status === 'active' || id === step.numberId);
  const title = step.channel === 'call' ? 'The call' : 'The text';
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-4">
      {!isOnly && <h3 className="font-semibold">{title}</h3>}
      {numbers.length === 0 ? (
        <Callout
          tone="warning"
          title="There is no number to call from yet"
          actions={
            <LinkButton size="sm" to="/numbers">
              Numbers
            </LinkButton>
          }
        >
          Add a provider account and a number first; what is typed here stays.
        </Callout>
      ) : (
        <Field label={step.channel === 'call' ? 'Calls come from' : 'Texts come from'}>
          <Select
            options={active.map(({ id, phone, label, accountName, status }) => ({
              value: id,
              label: `${phoneWords(phone)}${label === null ? '' : ` ${label}`}${status === 'active' ? '' : ' (released)'}`,
              group: accountName,
            }))}
            value={number?.id}
            placeholder="Choose a number"
            onChange={(numberId) => {
              const next = numbers.find(({ id }) => id === numberId);
              onChange({ ...step, numberId, agentRef: next?.agentRef ?? step.agentRef });
            }}
          />
        </Field>
      )}
      {step.channel === 'call' ? (
        <CallFields step={step} number={number} withAgent={takesAgent(account)} names={names} onChange={onChange} />
      ) : (
        <TextFields step={step} names={names} onChange={onChange} />
      )}
    </div>
  );
}

interface CallFieldsProps extends Pick<StepFieldsProps, 'step' | 'names' | 'onChange'> {
  number: OurNumber | undefined;
  withAgent: boolean;
}

function CallFields({ step, number, withAgent, names, onChange }: CallFieldsProps) {
  if (number === undefined) return null;
  if (!withAgent) {
    return (
      <p className="text-sm text-muted">
        The agent of this number speaks: {number.agentName ?? number.agentRef ?? 'as it is set at the provider'}. This
        provider takes no other agent, and no values, with a call.
      </p>
    );
  }
  const set = (at: number, change: Partial<StepForm['variables'][number]>): void =>
    onChange({
      ...step,
      variables: step.variables.map((known, place) => (place === at ? { ...known, ...change } : known)),
    });
  const unused = names.find((name) => step.variables.every((variable) => variable.name !== name));
  return (
    <>
      <Field
        label="Agent that speaks"
        hint={number.agentName === null ? "The provider's id of the agent." : `Of this number: ${number.agentName}.`}
      >
        <Input
          value={step.agentRef}
          spellCheck={false}
          className="font-mono text-sm"
          onChange={(event) => onChange({ ...step, agentRef: event.target.value })}
        />
      </Field>
      <div>
        <h4 className="mb-1 text-sm font-medium">What the agent is told about each person</h4>
        <ul className="flex flex-col gap-2">
          {step.variables.map(({ name, source }, at) => (
            <li key={at} className="flex items-center gap-2">
              <Input
                aria-label={`Name of value ${at + 1}`}
                placeholder="name"
                value={name}
                className="font-mono text-sm"
                onChange={(event) => set(at, { name: event.target.value })}
              />
              <Input
                aria-label={`Value ${at + 1}`}
                placeholder="{{ name }}"
                value={source}
                className="font-mono text-sm"
                onChange={(event) => set(at, { source: event.target.value })}
              />
              <IconButton
                label={`Remove value ${at + 1}`}
                icon={<X size={14} />}
                onClick={() => onChange({ ...step, variables: step.variables.filter((_, place) => place !== at) })}
              />
            </li>
          ))}
        </ul>
        <Button
          size="sm"
          kind="ghost"
          icon={<Plus aria-hidden size={14} />}
          onClick={() =>
            onChange({
              ...step,
              variables: [
                ...step.variables,
                { name: unused ?? '', source: unused === undefined ? '' : `{{ ${unused} }}` },
              ],
            })
          }
        >
          Add a value
        </Button>
      </div>
    </>
  );
}

function TextFields({ step, names, onChange }: Pick<StepFieldsProps, 'step' | 'names' | 'onChange'>) {
  const templates = useQuery(templatesQuery).data?.items ?? [];
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string): void => {
    const { selectionStart = step.text.length, selectionEnd = step.text.length } = area.current ?? {};
    const text = `${step.text.slice(0, selectionStart)}{{ ${name} }}${step.text.slice(selectionEnd)}`;
    onChange({ ...step, text });
    area.current?.focus();
  };
  return (
    <>
      {templates.length > 0 && (
        <Field label="Begin with a template" optional>
          <Select
            options={templates.map(({ id, name }) => ({ value: id, label: name }))}
            value={undefined}
            placeholder="Choose"
            onChange={(id) =>
              onChange({ ...step, text: templates.find((template) => template.id === id)?.body ?? step.text })
            }
          />
        </Field>
      )}
      <div>
        <Field label="Text">
          <Textarea
            ref={area}
            rows={4}
            maxLength={20_000}
            value={step.text}
            placeholder="Hi {{ name }}, your order is ready. Reply STOP to opt out."
            onChange={(event) => onChange({ ...step, text: event.target.value })}
          />
        </Field>
        <div className="mt-1.5 flex flex-wrap items-center gap-1.5">
          <span className="text-xs text-subtle">Insert</span>
          {names.slice(0, 12).map((name) => (
            <button
              key={name}
              type="button"
              onClick={() => insert(name)}
              className="rounded-sm border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs text-muted hover:border-line-strong hover:text-fg"
            >
              {name}
            </button>
          ))}
        </div>
      </div>
    </>
  );
}
