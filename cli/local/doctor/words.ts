import pc from 'picocolors';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { plural } from '../../print/amounts.ts';
import { oneLine } from '../../print/table.ts';
import type { Answer } from '../../verb.ts';
import type { Finding } from './finding.ts';

/** The findings as a result: 1 with a problem, 2 with only warnings, 0 without either. */
export function doctorAnswer(findings: readonly Finding[], io: Pick<Io, 'outIsTty'>): Answer {
  const number = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  const problems = number('problem');
  const warnings = number('warning');
  const exitCode: ExitCode = problems > 0 ? EXIT.failed : warnings > 0 ? EXIT.look : EXIT.done;
  const colors = pc.createColors(io.outIsTty);
  const marks = { ok: colors.green('ok     '), warning: colors.yellow('warning'), problem: colors.red('PROBLEM') };
  const width = Math.max(...findings.map(({ part }) => part.length));
  const lines = findings.flatMap(({ part, level, message, repair, ids = [], count }) => {
    const indent = ' '.repeat(width + 11);
    const more = count !== undefined && count > ids.length ? ` and ${count - ids.length} more` : '';
    return [
      `${marks[level]}  ${part.padEnd(width)}  ${oneLine(message)}`,
      ...(ids.length > 0 ? [`${indent}${ids.map(oneLine).join(', ')}${more}`] : []),
      ...(repair === undefined ? [] : [`${indent}Repair: ${oneLine(repair)}`]),
    ];
  });
  const sum =
    problems + warnings === 0 ? 'All is well.' : `${plural(problems, 'problem')}, ${plural(warnings, 'warning')}.`;
  return { data: { ok: problems === 0, problems, warnings, findings }, text: [...lines, '', sum].join('\n'), exitCode };
}
