import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input, Textarea } from '../../components/input.tsx';
import { Select } from '../../components/select.tsx';
import { toast } from '../../components/toast-store.ts';
import { count } from '../../format/number.ts';
import { NO_PHONE, phoneIn } from './phone-text.ts';
import { recordConsent, revokeConsent } from './queries.ts';
import { EVERYTHING, ScopeFields, scopeOf } from './scope-fields.tsx';

interface RecordDialogProps {
  phone: string | undefined;
  onClose: () => void;
}

const CLASSES = [
  { value: 'express', label: 'Express: said or implied by handing over the number' },
  { value: 'written', label: 'Written: signed, also electronically' },
];

/** Somebody agreed, outside of Outdial. */
export function RecordDialog({ phone: known, onClose }: RecordDialogProps) {
  const client = useQueryClient();
  const [text, setText] = useState(known ?? '');
  const [scope, setScope] = useState(EVERYTHING);
  const [consentClass, setClass] = useState('express');
  const [method, setMethod] = useState('');
  const [day, setDay] = useState('');
  const [expires, setExpires] = useState('');
  const [shown, setShown] = useState('');
  const [evidence, setEvidence] = useState('');
  const phone = phoneIn(text);
  const submit = async (): Promise<void> => {
    if (phone === undefined) return;
    const { results, already } = await recordConsent({
      phone,
      ...scopeOf(scope),
      consentClass,
      method: method.trim(),
      happenedAt: day,
      ...(expires === '' ? {} : { expiresAt: expires }),
      ...(shown.trim() === '' ? {} : { textShown: shown.trim() }),
      ...(evidence.trim() === '' ? {} : { evidence: evidence.trim() }),
    });
    for (const one of results) if ('message' in one) throw new Error(one.message);
    void client.invalidateQueries({ queryKey: ['consents'] });
    toast({ title: already > 0 ? 'The very same was on record' : 'The consent is on record' });
  };
  return (
    <FormDialog
      title="Record a consent"
      submit="Record the consent"
      width="md"
      problems={{
        phone: phone === undefined ? NO_PHONE : undefined,
        method: method.trim() === '' ? 'Say how it was given.' : undefined,
        day: day === '' ? 'Say when it was given.' : undefined,
      }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <PhoneField text={text} onChange={setText} problem={wrong['phone']} />
          <ScopeFields value={scope} onChange={setScope} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Kind">
              <Select options={CLASSES} value={consentClass} onChange={setClass} />
            </Field>
            <Field label="How" hint="In a word: web form, paper, call." error={wrong['method']}>
              <Input value={method} maxLength={100} onChange={(event) => setMethod(event.target.value)} />
            </Field>
            <Field label="Given on" hint="The day in UTC." error={wrong['day']}>
              <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
            </Field>
            <Field label="Holds until" optional hint="Left empty: until it is taken back.">
              <Input type="date" value={expires} onChange={(event) => setExpires(event.target.value)} />
            </Field>
          </div>
          <Field label="What the person was shown or told" optional>
            <Textarea rows={2} maxLength={4_000} value={shown} onChange={(event) => setShown(event.target.value)} />
          </Field>
          <Field label="Evidence" optional hint="Where the proof lies.">
            <Input maxLength={4_000} value={evidence} onChange={(event) => setEvidence(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

/** Somebody took a consent back; what was said before stays on record. */
export function RevokeDialog({ phone: known, onClose }: RecordDialogProps) {
  const client = useQueryClient();
  const [text, setText] = useState(known ?? '');
  const [scope, setScope] = useState(EVERYTHING);
  const [reason, setReason] = useState('');
  const phone = phoneIn(text);
  const submit = async (): Promise<void> => {
    if (phone === undefined) return;
    const { inFlight, mayStillBegin } = await revokeConsent({ phone, ...scopeOf(scope), reason: reason.trim() });
    void client.invalidateQueries({ queryKey: ['consents'] });
    const underWay = inFlight + mayStillBegin;
    toast({
      title: 'The withdrawal is on record',
      detail: underWay === 0 ? 'Nothing to it is under way.' : `${count(underWay)} under way cannot be called back.`,
    });
  };
  return (
    <FormDialog
      title="Record a withdrawal of consent"
      description="Where a rule asks for consent, the number is not dialled any more. To stop everything, suppress the number instead."
      submit="Record the withdrawal"
      danger
      problems={{
        phone: phone === undefined ? NO_PHONE : undefined,
        reason: reason.trim() === '' ? 'Say who took it back, and how.' : undefined,
      }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <PhoneField text={text} onChange={setText} problem={wrong['phone']} />
          <ScopeFields value={scope} onChange={setScope} />
          <Field label="Reason" hint="Who said so, and how; kept in the audit trail." error={wrong['reason']}>
            <Textarea rows={2} maxLength={1_000} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

interface PhoneFieldProps {
  text: string;
  onChange: (text: string) => void;
  problem: string | undefined;
}

const PhoneField = ({ text, onChange, problem }: PhoneFieldProps) => (
  <Field
    label="Phone number"
    hint="With its country code, like +1 202 555 0123."
    error={text !== '' && phoneIn(text) === undefined ? NO_PHONE : problem}
  >
    <Input type="tel" value={text} onChange={(event) => onChange(event.target.value)} />
  </Field>
);
