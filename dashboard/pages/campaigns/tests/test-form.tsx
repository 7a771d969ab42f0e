import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MessageSquare, Phone } from 'lucide-react';
import { useRef, useState } from 'react';
import { addressOf } from '../../../api/client.ts';
import { toProblem } from '../../../api/problem.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { Radio } from '../../../components/radio.tsx';
import { useDebounced } from '../../reminders/use-debounced.ts';
import { keepOwnPhone, looksWhole, readOwnPhone } from './own-phone.ts';
import { previewQuery, sendTest, type NewTest, type TriedCampaign } from './queries.ts';
import { RecentTests } from './recent-tests.tsx';
import { cliOf } from './test-as-cli.ts';
import { TestPreviewCard } from './test-preview-card.tsx';
import { TestValues } from './test-values.tsx';

interface TestFormProps {
  campaign: TriedCampaign;
  onSent: (testId: string) => void;
  onClose: () => void;
}

/** To whom, with whose values, and what that would be. */
export function TestForm({ campaign, onSent, onClose }: TestFormProps) {
  const { id, settings } = campaign;
  const client = useQueryClient();
  const { missing } = useScope('campaigns:write');
  const [phone, setPhone] = useState(readOwnPhone);
  const [step, setStep] = useState(0);
  const [row, setRow] = useState('');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [timezone, setTimezone] = useState('');
  const [agrees, setAgrees] = useState(false);
  const key = useRef({ draft: '', key: '' });

  const draft: NewTest = {
    phone: phone.trim(),
    step,
    ...(row === '' ? {} : { row: Number(row) }),
    ...(Object.keys(values).length === 0 ? {} : { values: { ...values } }),
    ...(timezone === '' ? {} : { timezone }),
    ...(agrees ? { agrees } : {}),
  };
  const asked = useDebounced(draft);
  const isWhole = looksWhole(phone);
  const query = useQuery(previewQuery(id, asked, looksWhole(asked.phone)));
  const refusal = query.isError ? toProblem(query.error) : undefined;
  const preview = isWhole ? query.data : undefined;
  const channel = settings.steps[step]?.channel ?? 'call';
  const isCurrent = !query.isPlaceholderData && !query.isFetching && JSON.stringify(asked) === JSON.stringify(draft);

  const test = useMutation({
    mutationFn: () => {
      const text = JSON.stringify(draft);
      if (key.current.draft !== text) key.current = { draft: text, key: crypto.randomUUID() };
      return sendTest(id, draft, key.current.key);
    },
    onSuccess: ({ id: testId }) => {
      keepOwnPhone(draft.phone);
      void client.invalidateQueries({ queryKey: ['campaign', id, 'tests'] });
      onSent(testId);
    },
  });
  const problem = test.isError ? toProblem(test.error) : undefined;
  const isAboutPhone = refusal !== undefined && /^phone_|^sms_landline$/.test(refusal.code);
  const needsZone = timezone !== '' || refusal?.code === 'zone_unknown';
  const isReady = isWhole && isCurrent && preview !== undefined && refusal === undefined;
  const blocked =
    missing ??
    (isReady
      ? preview.script.missing.length > 0
        ? `Write a value for ${preview.script.missing.join(', ')}.`
        : preview.go === 'cannot'
          ? (preview.message ?? 'It cannot go now.')
          : undefined
      : isWhole
        ? 'It is being looked at.'
        : 'Write your number first.');
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked === undefined && !test.isPending) test.mutate();
      }}
    >
      {settings.steps.length > 1 && (
        <fieldset>
          <legend className="mb-1 text-sm font-medium">Which step</legend>
          <Radio
            label="Which step"
            value={String(step)}
            onChange={(next) => setStep(Number(next))}
            options={settings.steps.map((each, index) => ({
              value: String(index),
              label: `${index + 1}. ${each.channel === 'call' ? 'Call' : 'Text'}`,
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
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
      </Field>
      {needsZone && (
        <Field label="Time zone" hint="Where you are: an IANA zone, like America/Chicago." error={refusal?.message}>
          <Input value={timezone} onChange={(event) => setTimezone(event.target.value.trim())} />
        </Field>
      )}
      {refusal !== undefined && !isAboutPhone && !needsZone && (
        <Callout tone="danger" title={refusal.message}>
          {refusal.parts.repair}
        </Callout>
      )}
      {preview !== undefined && (
        <>
          <TestValues
            preview={preview}
            row={row}
            onRow={(next) => {
              setRow(next);
              setValues({});
            }}
            values={values}
            onValue={(name, value) => setValues((known) => ({ ...known, [name]: value }))}
          />
          <TestPreviewCard preview={preview} agrees={agrees} onAgrees={setAgrees} />
        </>
      )}
      {problem !== undefined && (
        <Callout tone="danger" title={problem.message}>
          {problem.parts.repair}
        </Callout>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line pt-3">
        <span className="mr-auto max-sm:hidden">
          <AsCommand
            call={{
              method: 'POST',
              address: addressOf('/campaigns/:campaignId/tests', { params: { campaignId: id } }),
              body: draft,
            }}
            cli={cliOf(id, draft)}
          />
        </span>
        <Button onClick={onClose}>Close</Button>
        <Button
          kind="primary"
          type="submit"
          busy={test.isPending}
          missing={blocked}
          icon={channel === 'call' ? <Phone aria-hidden size={14} /> : <MessageSquare aria-hidden size={14} />}
        >
          {channel === 'call' ? 'Call me' : 'Text me'}
        </Button>
      </div>
      <RecentTests campaignId={id} onPick={onSent} />
    </form>
  );
}
