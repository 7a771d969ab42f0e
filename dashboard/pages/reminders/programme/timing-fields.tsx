import { useState } from 'react';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { NumberField } from '../../../components/number-field.tsx';
import { Select } from '../../../components/select.tsx';
import type { ProgrammeStep } from '../shapes.ts';
import { MINUTES } from './minutes.ts';

type Timing = ProgrammeStep['when'];

const UNITS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof UNITS;
const UNIT_OPTIONS = (['minutes', 'hours', 'days'] as const).map((unit) => ({ value: unit, label: unit }));
const unitOf = (seconds: number): Unit =>
  seconds % UNITS.days === 0 && seconds > UNITS.days
    ? 'days'
    : seconds % UNITS.hours === 0 && seconds > 0
      ? 'hours'
      : 'minutes';

const DAYS = { least: 0, most: 365 } as const;

const KINDS = [
  { value: 'before', label: 'before the start' },
  { value: 'after', label: 'after the start' },
  { value: 'booking', label: 'after the booking' },
  { value: 'now', label: 'at the booking' },
  { value: 'local', label: 'at a time of day' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

function kindOf(when: Timing): Kind {
  if (when.kind === 'local') return 'local';
  if (when.kind === 'booking') return when.afterSeconds === 0 ? 'now' : 'booking';
  return when.seconds < 0 ? 'after' : 'before';
}

const secondsOf = (when: Timing): number =>
  when.kind === 'local' ? 0 : Math.abs(when.kind === 'booking' ? when.afterSeconds : when.seconds);

/** The same distance on another side; a minute where none stands yet, or the side would be lost. */
function timingOf(kind: Kind, seconds: number): Timing {
  if (kind === 'local') return { kind: 'local', daysBefore: 1, at: '18:00' };
  if (kind === 'now') return { kind: 'booking', afterSeconds: 0 };
  if (kind === 'booking') return { kind: 'booking', afterSeconds: Math.max(seconds, 60) };
  return { kind: 'before', seconds: kind === 'after' ? -Math.max(seconds, 60) : seconds };
}

interface TimingFieldsProps {
  when: Timing;
  onChange: (when: Timing) => void;
}

/** When a step goes out: so long before or after the start or the booking, or at a time of day. */
export function TimingFields({ when, onChange }: TimingFieldsProps) {
  const kind = kindOf(when);
  const seconds = secondsOf(when);
  // Not of the seconds alone: who types 60 minutes means minutes, and a digit may follow.
  const [chosen, setChosen] = useState(() => unitOf(seconds));
  const unit = seconds % UNITS[chosen] === 0 ? chosen : unitOf(seconds);
  const set = (value: number, of: Unit): void => onChange(timingOf(kind, value * UNITS[of]));
  return (
    <div className="flex flex-wrap gap-3">
      {when.kind === 'local' ? (
        <>
          <div className="w-28">
            <NumberField
              label="Days before"
              {...DAYS}
              value={when.daysBefore}
              onChange={(daysBefore) => daysBefore !== null && onChange({ ...when, daysBefore })}
            />
          </div>
          <Field label="At">
            <Input type="time" value={when.at} onChange={(event) => onChange({ ...when, at: event.target.value })} />
          </Field>
        </>
      ) : kind === 'now' ? null : (
        <>
          <div className="w-24">
            <NumberField
              label="How long"
              {...MINUTES}
              value={seconds / UNITS[unit]}
              onChange={(value) => value !== null && set(value, unit)}
            />
          </div>
          <div className="w-28">
            <Field label="Unit">
              <Select
                value={unit}
                options={UNIT_OPTIONS}
                onChange={(of) => {
                  setChosen(of);
                  set(seconds / UNITS[unit], of);
                }}
              />
            </Field>
          </div>
        </>
      )}
      <div className="w-44">
        <Field label="When">
          <Select value={kind} options={KINDS} onChange={(to) => onChange(timingOf(to, seconds || UNITS.hours))} />
        </Field>
      </div>
    </div>
  );
}
