import { validateCallingHours } from '../domain/validate-calling-hours.ts';
import type { FileRule } from './law-file.ts';
import { pointerOf, type LawFileProblem } from './law-file-error.ts';

/** A rule with the place where it stands. */
export interface PlacedRule {
  file: string;
  index: number;
  rule: FileRule;
}

/** What is wrong with rules that the form of a file allows: windows, unknown calendars, ids, dated versions. */
export function checkRules(placed: readonly PlacedRule[], hasCalendar: (name: string) => boolean): LawFileProblem[] {
  return [...placed.flatMap((each) => checkRule(each, hasCalendar)), ...checkIds(placed)];
}

function checkRule({ file, index, rule }: PlacedRule, hasCalendar: (name: string) => boolean): LawFileProblem[] {
  const hours =
    rule.hours === undefined
      ? []
      : validateCallingHours({ weekly: rule.hours, blackoutDates: [], skipFederalHolidays: false });
  return [
    ...hours.map(({ path, message }) => ({
      file,
      // `weekly.mon[0]`, as campaigns are told it.
      pointer: pointerOf([
        'rules',
        index,
        'hours',
        ...path
          .split(/[.[\]]+/)
          .filter(Boolean)
          .slice(1),
      ]),
      message,
    })),
    ...(rule.closedOn ?? []).flatMap((name, at) =>
      hasCalendar(name)
        ? []
        : [
            {
              file,
              pointer: pointerOf(['rules', index, 'closedOn', at]),
              message: `there is no calendar "${name}": add it to "calendars" or to a file in holidays/`,
            },
          ],
    ),
  ];
}

/** An id stands once, or in dated versions of one rule that follow each other. */
function checkIds(placed: readonly PlacedRule[]): LawFileProblem[] {
  const seen = new Map<string, PlacedRule[]>();
  return placed.flatMap((each) => {
    const { file, index, rule } = each;
    const others = seen.get(rule.id) ?? [];
    seen.set(rule.id, [...others, each]);
    const problem = (message: string): LawFileProblem[] => [
      { file, pointer: pointerOf(['rules', index, 'id']), message },
    ];
    const other = others.find((one) => one.file !== file || one.rule.jurisdiction !== rule.jurisdiction);
    if (other)
      return problem(`"${rule.id}" is already the id of a rule of ${other.rule.jurisdiction} in ${other.file}`);
    const overlapping = others.find((one) => overlap(one.rule, rule));
    if (!overlapping) return [];
    const { from, until } = overlapping.rule;
    return problem(
      `"${rule.id}" is in force twice: also from ${from}${until === undefined ? '' : ` until ${until}`}; let one version end where the next begins`,
    );
  });
}

const overlap = (a: FileRule, b: FileRule): boolean =>
  a.from < (b.until ?? '9999-12-31') && b.from < (a.until ?? '9999-12-31');
