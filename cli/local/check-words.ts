import { findingTitle } from '../../domain/finding-titles.ts';
import { decisionOn, FIXES } from '../../domain/fixes.ts';
import { optionFor } from '../../domain/option-repairs.ts';
import type { FindingGroup } from '../../engine/importing/findings.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { bytes, count } from '../print/amounts.ts';
import { fields } from '../print/table.ts';
import { layoutWords } from '../remote/import/layout-words.ts';
import { groupWords, type ProblemGroup } from '../remote/import/problem-words.ts';
import type { Answer } from '../verb.ts';
import type { CheckedList } from './check-list.ts';

/** What needs the database. */
const NOT_CHECKED = [
  'who said no (suppressions, opt-outs)',
  'people of other running campaigns, and who was dialled recently',
  'the variables that the texts of a campaign need, unless --required names them',
  'the countries that the numbers of a campaign can call, unless --countries names them',
] as const;

/** The answer of `outdial check`, in the groups and words of the API. */
export function checkAnswer(checked: CheckedList): Answer {
  const { file, layout, rows, accepted, rejected, duplicates } = checked;
  const problems = checked.groups.map((group) => asProblemGroup(group, checked)).sort(inOrder);
  const text = [
    fields({
      file: `${file} (${bytes(checked.bytes)})`,
      rows: count(rows),
      accepted: count(accepted),
      rejected: count(rejected),
      duplicates: count(duplicates),
    }),
    layoutWords(layout),
    groupWords(problems),
    ['Not checked, since only a server knows:', ...NOT_CHECKED.map((what) => `  ${what}`)].join('\n'),
  ];
  return {
    data: {
      file,
      bytes: checked.bytes,
      layout,
      rows,
      accepted,
      rejected,
      duplicates,
      problems,
      notChecked: NOT_CHECKED,
    },
    text: text.filter((part) => part !== '').join('\n\n'),
    exitCode: exitCodeOf(checked),
  };
}

/** 0 clean, 2 warnings, 3 errors. How a value was read (info) is neither. */
function exitCodeOf({ rejected, groups }: CheckedList): ExitCode {
  if (rejected > 0 || groups.some(({ severity }) => severity === 'error')) return EXIT.missing;
  return groups.some(({ severity }) => severity !== 'info') ? EXIT.look : EXIT.done;
}

const SEVERITIES: readonly ProblemGroup['severity'][] = ['error', 'duplicate', 'warning', 'info'];

/** As the API orders them: what keeps people out first, then the most frequent. */
function inOrder(a: ProblemGroup, b: ProblemGroup): number {
  const place = (group: ProblemGroup): string => `${group.code}\0${group.column ?? ''}`;
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.count - a.count ||
    (place(a) < place(b) ? -1 : 1)
  );
}

function asProblemGroup(group: FindingGroup, { options }: CheckedList): ProblemGroup {
  const { severity, code, count: found, examples } = group;
  const fix = group.fix === '' ? null : group.fix;
  return {
    severity,
    code,
    title: findingTitle(code),
    column: group.column === '' ? null : group.column,
    count: found,
    fix,
    repair: fix === null ? null : FIXES[fix],
    decision: fix === null ? null : (decisionOn(options.fixes ?? {}, fix, group.column) ?? null),
    option: optionFor(code),
    examples,
  };
}
