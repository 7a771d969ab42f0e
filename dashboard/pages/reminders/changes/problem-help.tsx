import { toProblem } from '../../../api/problem.ts';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { inShort } from './field-problems.ts';

interface ProblemHelpProps {
  error: unknown;
  /** Takes one of the times or zones that would do; absent = they are only told. */
  onPick?: ((suggestion: string, pointer: string) => void) | undefined;
}

/** What the API offers in place of what it refuses: the nearest times, the zones that were meant (S4). Pure. */
export function suggestionsOf(error: unknown): { pointer: string; suggestions: string[]; places: string[] } {
  const { details = {}, errors = [] } = toProblem(error).parts;
  const pointer: unknown = details['pointer'] ?? errors[0]?.pointer;
  return {
    pointer: typeof pointer === 'string' ? pointer : '',
    suggestions: textsOf(details['suggestions']),
    places: textsOf(details['places']),
  };
}

const textsOf = (given: unknown): string[] =>
  Array.isArray(given) ? given.filter((one) => typeof one === 'string') : [];

/** A refusal that says how to put it right, with a button for each way. */
export function ProblemHelp({ error, onPick }: ProblemHelpProps) {
  const { detail, repair, code } = toProblem(error).parts;
  const { pointer, suggestions, places } = suggestionsOf(error);
  const kind = suggestions.some(isTime) ? 'time' : 'zone';
  return (
    <Callout
      tone="warning"
      title={code === 'time_past' ? 'That time is over' : suggestions.length > 0 ? inShort(detail) : sentence(detail)}
    >
      {code === 'time_past' && <p>{sentence(detail)}</p>}
      {repair !== undefined && <p>{repair}</p>}
      {suggestions.length > 0 && (
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <span className="text-sm text-subtle">{kind === 'zone' ? 'Zones that fit:' : 'Times that fit:'}</span>
          {suggestions.map((suggestion, at) => {
            const words = [sayTime(suggestion), places[at]].filter((part) => part !== undefined).join(' in ');
            return onPick === undefined ? (
              <code key={suggestion}>{words}</code>
            ) : (
              <Button key={suggestion} size="sm" onClick={() => onPick(suggestion, fieldOf(suggestion, pointer))}>
                {code === 'time_ambiguous' ? `The ${at === 0 ? 'first' : 'second'}, ${words}` : words}
              </Button>
            );
          })}
        </div>
      )}
    </Callout>
  );
}

const sentence = (text: string): string =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)([+-]\d\d:\d\d)?$/;
const isTime = (suggestion: string): boolean => TIME.test(suggestion);

/** A time that settles which zone is meant goes where times go. */
const fieldOf = (suggestion: string, pointer: string): string =>
  pointer === '/zone' && isTime(suggestion) ? '/startsAt' : pointer;

/** "2026-11-01T01:30-05:00" -> "2026-11-01 01:30 (UTC-05:00)". */
function sayTime(suggestion: string): string {
  const [, date = '', time = '', offset = ''] = TIME.exec(suggestion) ?? [];
  if (date === '') return suggestion;
  return `${date} ${time}${offset === '' ? '' : ` (UTC${offset})`}`;
}
