import type { z } from 'zod';
import type { importView, problemGroup } from '../../../api/schemas/imports.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { bytes, count } from '../../print/amounts.ts';
import { bar } from '../../print/live-lines.ts';
import { fields, oneLine } from '../../print/table.ts';

export type Import = z.output<typeof importView>;
export type ProblemGroup = z.output<typeof problemGroup>;

const SHOWN_GROUPS = 20;

/** 0 every row taken; 2 rows set aside; 1 nothing came of it. Duplicates alone are no reason to look. */
export function importExitCode(list: Pick<Import, 'state' | 'rejectedRows'>): ExitCode {
  if (list.state === 'failed' || list.state === 'cancelled') return EXIT.failed;
  return list.rejectedRows > 0 ? EXIT.look : EXIT.done;
}

/** What came of a list: counts, the failure with its repair, and the problems by cause. */
export function importWords(list: Import, groups: readonly ProblemGroup[]): string {
  const head = fields({
    import: list.id,
    file: `${list.fileName} (${bytes(list.fileBytes)})`,
    state: list.state,
    rows: count(list.rowsRead),
    accepted: count(list.acceptedRows),
    rejected: count(list.rejectedRows),
    duplicates: count(list.duplicateRows),
  });
  const failure = list.failure;
  const failed =
    failure === null
      ? []
      : [
          `${oneLine(failure.message)}${failure.line === undefined ? '' : ` (line ${failure.line})`}`,
          ...(failure.repair === undefined ? [] : [`Repair: ${oneLine(failure.repair)}`]),
        ];
  const rejects = list.rejectedRows > 0 ? [`All rows that were set aside: outdial imports rejects ${list.id}`] : [];
  return [head, failed.join('\n'), groupWords(groups), rejects.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** Problems by cause, the most frequent first, each with up to three rows. */
export function groupWords(groups: readonly ProblemGroup[]): string {
  const shown = groups.slice(0, SHOWN_GROUPS).map((group) => {
    const where = group.column === null ? '' : ` in column "${oneLine(group.column)}"`;
    const examples = group.examples.map(({ rowNumber, value, message }) => {
      const found = value === null ? '' : ` ("${oneLine(value)}")`;
      return `    row ${rowNumber}${found}: ${oneLine(message)}`;
    });
    return [`  ${count(group.count)} x ${group.code} (${group.severity})${where}`, ...examples].join('\n');
  });
  if (shown.length === 0) return '';
  const rest = groups.length - shown.length;
  return ['problems:', ...shown, ...(rest > 0 ? [`  and ${rest} more kinds`] : [])].join('\n');
}

/** The live line of an import that is being read. */
export function importLine(list: Import, columns: number): string {
  const share = list.fileBytes === 0 ? 1 : list.bytesRead / list.fileBytes;
  return [
    `Reading  ${bar(share, Math.min(30, Math.max(10, columns - 70)))}`,
    `${Math.floor(Math.min(1, share) * 100)} %`,
    `${count(list.rowsRead)} rows`,
    `${count(list.acceptedRows)} accepted`,
    `${count(list.rejectedRows)} rejected`,
    `${count(list.duplicateRows)} duplicates`,
  ].join('  ');
}
