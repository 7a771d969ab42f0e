import type { z } from 'zod';
import type { finishedUpload, importView } from '../../../api/schemas/imports.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { bytes, count, instant, plural } from '../../print/amounts.ts';
import { bar } from '../../print/live-lines.ts';
import { fields, oneLine } from '../../print/table.ts';
import { groupWords, totalWords, type ImportTotals, type ProblemGroup } from './problem-words.ts';

export type Import = z.output<typeof importView>;
export interface Problems {
  totals: ImportTotals;
  items: readonly ProblemGroup[];
}

/** 0 every row taken; 2 rows set aside; 1 nothing came of it. Duplicates alone are no reason to look. */
export function importExitCode(list: Pick<Import, 'state' | 'rejectedRows' | 'failure'>): ExitCode {
  // A draft that could not be committed has a failure, too, and waits.
  if (list.failure !== null || list.state === 'failed' || list.state === 'cancelled') return EXIT.failed;
  return list.rejectedRows > 0 ? EXIT.look : EXIT.done;
}

/** What came of a list: counts, the failure with its repair, the problems by cause, and what can be done next. */
export function importWords(list: Import, { totals, items }: Problems): string {
  const looked = !['receiving', 'uploaded', 'failed'].includes(list.state);
  const head = fields({
    import: list.id,
    file: `${list.fileName} (${bytes(list.fileBytes)})`,
    sha256: list.fileSha256,
    ...(list.purpose === 'stop' ? { purpose: 'takes its people out of the campaign' } : {}),
    ...(list.purpose === 'appointments' ? { purpose: 'books appointments' } : {}),
    state: list.state,
    ...changeWords(list),
    rows: count(list.rowsRead),
    accepted: count(list.acceptedRows),
    rejected: count(list.rejectedRows),
    duplicates: count(list.duplicateRows),
    ...(looked ? { totals: totalWords(totals) } : {}),
    ...(list.undoneRows > 0 ? { 'taken back': count(list.undoneRows) } : {}),
    ...(list.purpose === 'stop' ? { stopped: plural(list.stoppedContacts, 'contact') } : {}),
  });
  return [head, failureWords(list), groupWords(items), nextWords(list).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function changeWords({ changedBy, changedAt, version }: Import): Record<string, string> {
  if (changedBy === null) return {};
  return { changed: `by ${changedBy}${changedAt === null ? '' : ` at ${instant(changedAt)}`} (version ${version})` };
}

function failureWords({ failure }: Import): string {
  if (failure === null) return '';
  const line = failure.line === undefined ? '' : ` (line ${failure.line})`;
  const repair = failure.repair === undefined ? '' : `\nRepair: ${oneLine(failure.repair)}`;
  return `${oneLine(failure.message)}${line}${repair}`;
}

/** What somebody does next in this state. */
function nextWords(list: Import): string[] {
  const { id, rejectedRows, state } = list;
  const rejects = rejectedRows > 0 ? [`All rows that were set aside: outdial rejects ${id} > fix.csv`] : [];
  switch (state) {
    case 'receiving':
      return [`Go on with the upload: outdial import FILE --resume ${id}`];
    case 'uploaded':
      return [`How it is read: outdial imports inspect ${id}`, `Check it: outdial imports check ${id}`];
    case 'checked':
      return [
        ...rejects,
        `Repair all of a kind: outdial imports fix ${id} --fix REPAIR=accept`,
        `Commit it: outdial imports commit ${id}`,
      ];
    case 'done':
      // Who was taken out of a campaign stays out.
      return list.purpose === 'stop' ? rejects : [...rejects, `Take it back: outdial import undo ${id}`];
    case 'undone':
      return list.purpose === 'appointments' ? [] : [`Who was dialled and stays: outdial imports kept ${id}`];
    case 'checking':
    case 'committing':
    case 'undoing':
    case 'failed':
    case 'cancelled':
      return rejects;
  }
}

/** The live line of an import at work: the file is checked first, then its contacts are committed. */
export function importLine(list: Import, columns: number): string {
  const width = Math.min(30, Math.max(10, columns - 70));
  const left = list.secondsLeft === null ? [] : [`${Math.ceil(list.secondsLeft)} s left`];
  if (list.state === 'committing') {
    const share = list.acceptedRows === 0 ? 1 : list.committedRows / list.acceptedRows;
    const what = list.purpose === 'appointments' ? 'appointments' : 'contacts';
    const done = `${count(list.committedRows)} of ${count(list.acceptedRows)} ${what}`;
    return [`Committing  ${bar(share, width)}`, percent(share), done, ...left].join('  ');
  }
  if (list.state === 'undoing') return ['Taking back', `${count(list.undoneRows)} contacts`, ...left].join('  ');
  const share = list.fileBytes === 0 ? 1 : list.bytesRead / list.fileBytes;
  return [
    `Checking  ${bar(share, width)}`,
    percent(share),
    `${count(list.rowsRead)} rows`,
    bytes(list.bytesRead),
    ...left,
    `${count(list.rejectedRows)} rejected`,
    `${count(list.duplicateRows)} duplicates`,
  ].join('  ');
}

/** The same bytes were there before: said, never refused. */
export function sameFileWords({ sameFile }: z.output<typeof finishedUpload>): string {
  if (sameFile === null) return '';
  const { fileName, createdAt, importId, state } = sameFile;
  return `Already uploaded on ${instant(createdAt)} as "${oneLine(fileName)}" (${state}): outdial imports show ${importId}`;
}

const percent = (share: number): string => `${Math.floor(Math.min(1, share) * 100)} %`;
