import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';

interface DateTimeFieldsProps {
  date: string;
  time: string;
  onChange: (change: { date?: string; time?: string; exact: undefined; fold: undefined }) => void;
  problem: string | undefined;
  timeProblem?: string | undefined;
}

/** The local time of an appointment. Typed anew, it lets go of the one of two that a fold was answered with. */
export const DateTimeFields = ({ date, time, onChange, problem, timeProblem }: DateTimeFieldsProps) => {
  const typed = (change: { date: string } | { time: string }): void =>
    onChange({ ...change, exact: undefined, fold: undefined });
  return (
    <div className="grid grid-cols-2 gap-4">
      <Field label="Date" error={problem}>
        <Input type="date" value={date} onChange={(event) => typed({ date: event.target.value })} />
      </Field>
      <Field label="Time" error={timeProblem}>
        <Input type="time" value={time} onChange={(event) => typed({ time: event.target.value })} />
      </Field>
    </div>
  );
};
