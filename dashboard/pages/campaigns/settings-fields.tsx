import { Checkbox } from '../../components/checkbox.tsx';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { Radio } from '../../components/radio.tsx';
import { statusWords } from '../../format/status-words.ts';
import { localZone } from '../../format/time.ts';
import { Card } from './settings-view.tsx';
import { WAIT_OUTCOMES, type Problems, type Typed } from './settings-draft.ts';
import { DAY_WORDS, WEEKDAYS } from './week.ts';

interface SettingsFieldsProps {
  typed: Typed;
  problems: Problems;
  edit: (part: Partial<Typed>) => void;
}

/** Every setting that may change while a campaign runs. */
export const SettingsFields = (props: SettingsFieldsProps) => (
  <div className="grid items-start gap-6 lg:grid-cols-2">
    <Card title="Hours">
      <HoursFields {...props} />
    </Card>
    <div className="flex flex-col gap-6">
      <Card title="Speed and money">
        <SpeedFields {...props} />
      </Card>
      <Card title="Tries">
        <TryFields {...props} />
      </Card>
    </div>
  </div>
);

const HoursFields = ({ typed, problems, edit }: SettingsFieldsProps) => (
  <div className="flex flex-col gap-4">
    <p className="text-sm text-subtle">
      On the clock of whoever is contacted. Rules of law may be narrower, and then hold.
    </p>
    <div className="flex flex-col gap-2">
      {WEEKDAYS.map((day) => (
        <div key={day} className="grid grid-cols-[3rem_1fr] items-start gap-2">
          <span aria-hidden className="pt-1.5 font-medium">
            {DAY_WORDS[day]}
          </span>
          <div>
            <Input
              aria-label={`Hours on ${DAY_WORDS[day]}`}
              aria-invalid={problems[day] !== undefined || undefined}
              placeholder="closed"
              value={typed.week[day]}
              onChange={(event) => edit({ week: { ...typed.week, [day]: event.target.value } })}
            />
            {problems[day] !== undefined && (
              <p data-tone="danger" className="mt-1 text-xs text-tone-fg">
                {problems[day]}
              </p>
            )}
          </div>
        </div>
      ))}
    </div>
    <Checkbox
      checked={typed.skipFederalHolidays}
      onChange={(skipFederalHolidays) => edit({ skipFederalHolidays })}
      label="Nobody is contacted on federal holidays"
    />
    <Field
      label="Other days off"
      optional
      hint="Dates like 2026-12-24, parted by commas."
      error={problems['blackoutDates']}
    >
      <Input value={typed.blackoutDates} onChange={(event) => edit({ blackoutDates: event.target.value })} />
    </Field>
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Nothing goes out before" optional hint={localZone()}>
        <Input
          type="datetime-local"
          value={typed.startsAt}
          onChange={(event) => edit({ startsAt: event.target.value })}
        />
      </Field>
      <Field label="Nothing goes out after" optional hint="Who is left then expires.">
        <Input type="datetime-local" value={typed.endsAt} onChange={(event) => edit({ endsAt: event.target.value })} />
      </Field>
    </div>
    <Radio
      label="Who is left when hours close"
      value={typed.leftovers}
      onChange={(leftovers) => edit({ leftovers })}
      options={[
        { value: 'roll', label: 'Who is left when hours close waits for the next ones' },
        { value: 'expire', label: 'Who is left when hours close expires' },
      ]}
    />
  </div>
);

const SpeedFields = ({ typed, problems, edit }: SettingsFieldsProps) => (
  <div className="grid gap-4 sm:grid-cols-2">
    <Field label="Sends a second" optional hint="Nothing = as fast as the account allows." error={problems['pace']}>
      <Input
        inputMode="decimal"
        value={typed.pace}
        onChange={(event) => edit({ pace: event.target.value })}
        trail="/s"
      />
    </Field>
    <Field label="Calls at once, at most" error={problems['maxConcurrent']}>
      <Input
        inputMode="numeric"
        value={typed.maxConcurrent}
        onChange={(event) => edit({ maxConcurrent: event.target.value })}
      />
    </Field>
    <Field label="Budget" optional hint="Held call by call, never more than this." error={problems['budget']}>
      <Input inputMode="decimal" value={typed.budget} onChange={(event) => edit({ budget: event.target.value })} />
    </Field>
    <Field label="A day, at most" optional hint="Days in UTC." error={problems['dailyCap']}>
      <Input inputMode="decimal" value={typed.dailyCap} onChange={(event) => edit({ dailyCap: event.target.value })} />
    </Field>
  </div>
);

const TryFields = ({ typed, problems, edit }: SettingsFieldsProps) => (
  <div className="flex flex-col gap-4">
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Attempts for each step, at most" error={problems['maxAttempts']}>
        <Input
          inputMode="numeric"
          value={typed.maxAttempts}
          onChange={(event) => edit({ maxAttempts: event.target.value })}
        />
      </Field>
      <Field label="An attempt is useless after" hint="From when it was due." error={problems['expiresHours']}>
        <Input
          inputMode="decimal"
          value={typed.expiresHours}
          onChange={(event) => edit({ expiresHours: event.target.value })}
          trail="h"
        />
      </Field>
    </div>
    <fieldset>
      <legend className="mb-2 text-sm font-medium">
        Wait before the next attempt <span className="font-normal text-subtle">empty = as usual</span>
      </legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {WAIT_OUTCOMES.map((outcome) => (
          <Field
            key={outcome}
            label={`After ${statusWords('outcome', outcome).words.toLowerCase()}`}
            error={problems[outcome]}
          >
            <Input
              inputMode="decimal"
              value={typed.waits[outcome] ?? ''}
              onChange={(event) => edit({ waits: { ...typed.waits, [outcome]: event.target.value } })}
              trail="min"
            />
          </Field>
        ))}
      </div>
    </fieldset>
  </div>
);
