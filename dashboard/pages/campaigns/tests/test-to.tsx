import type { ApiProblem } from '../../../api/problem.ts';
import { Callout } from '../../../components/callout.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { Radio } from '../../../components/radio.tsx';
import type { TriedCampaign } from './queries.ts';
import type { TestDraft } from './use-test-draft.ts';

interface TestToProps {
  steps: TriedCampaign['settings']['steps'];
  typed: TestDraft;
  refusal: ApiProblem | undefined;
  onChange: (change: Partial<TestDraft>) => void;
}

/** Which step, and which number; what the api says of them stands where it was typed. */
export function TestTo({ steps, typed, refusal, onChange }: TestToProps) {
  const isAboutPhone = refusal !== undefined && /^phone_|^sms_landline$/.test(refusal.code);
  const needsZone = typed.timezone !== '' || refusal?.code === 'zone_unknown';
  return (
    <>
      {steps.length > 1 && (
        <fieldset>
          <legend className="mb-1 text-sm font-medium">Which step</legend>
          <Radio
            label="Which step"
            value={String(typed.step)}
            onChange={(step) => onChange({ step: Number(step), values: {}, agrees: false })}
            options={steps.map(({ channel }, index) => ({
              value: String(index),
              label: `${index + 1}. ${channel === 'call' ? 'Call' : 'Text'}`,
            }))}
          />
        </fieldset>
      )}
      <Field
        label="Your number"
        hint="With its country code. This tab remembers it until it is closed."
        error={isAboutPhone ? refusal.message : undefined}
      >
        <Input
          type="tel"
          autoComplete="tel"
          placeholder="+12025550123"
          value={typed.phone}
          onChange={(event) => onChange({ phone: event.target.value, agrees: false })}
        />
      </Field>
      {needsZone && (
        <Field label="Time zone" hint="Where you are: an IANA zone, like America/Chicago." error={refusal?.message}>
          <Input value={typed.timezone} onChange={(event) => onChange({ timezone: event.target.value.trim() })} />
        </Field>
      )}
      {refusal !== undefined && !isAboutPhone && !needsZone && (
        <Callout tone="danger" title={refusal.message}>
          {refusal.parts.repair}
        </Callout>
      )}
    </>
  );
}
