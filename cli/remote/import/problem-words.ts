import type { z } from 'zod';
import type { importTotals, problemGroup } from '../../../api/schemas/imports.ts';
import { count, plural } from '../../print/amounts.ts';
import { oneLine } from '../../print/table.ts';

export type ProblemGroup = z.output<typeof problemGroup>;
export type ImportTotals = z.output<typeof importTotals>;

const SHOWN_GROUPS = 20;
/** What keeps people out is said first. */
const ORDER: readonly ProblemGroup['severity'][] = ['error', 'duplicate', 'warning', 'info'];

/** The group of values that an accepted repair has changed. */
const REPAIRED = 'repaired';

/** Problems by cause, each with up to three rows and the repair that one decision applies to all of them. */
export function groupWords(groups: readonly ProblemGroup[]): string {
  const ordered = ORDER.flatMap((severity) => groups.filter((group) => group.severity === severity));
  const shown = ordered.slice(0, SHOWN_GROUPS).map((group) => {
    const where = group.column === null ? '' : ` in column "${oneLine(group.column)}"`;
    return [
      `  ${count(group.count)} x ${group.title} (${group.code}, ${group.severity})${where}`,
      ...group.examples.map(exampleWords),
      ...repairWords(group),
    ].join('\n');
  });
  if (shown.length === 0) return '';
  const rest = ordered.length - shown.length;
  return ['problems:', ...shown, ...(rest > 0 ? [`  and ${rest} more kinds`] : [])].join('\n');
}

function exampleWords({ rowNumber, value, message, suggested }: ProblemGroup['examples'][number]): string {
  const found = value === null || value === '' ? '' : ` ("${oneLine(value)}")`;
  const becomes = suggested === null ? '' : `; would become "${oneLine(suggested)}"`;
  return `    row ${rowNumber}${found}: ${oneLine(message)}${becomes}`;
}

/** What to type so that the list is read anew, whole. */
const OPTION_WORDS: Readonly<Record<NonNullable<ProblemGroup['option']>, string>> = {
  defaultCountry: 'read them as numbers of a country: --country US',
  defaultZone: 'take a zone where nothing else tells it: --default-zone America/New_York',
  dateOrder: 'say how dates are meant, 03/04 as 4 March or as 3 April: --date-order mdy, or dmy',
};

function repairWords({ code, fix, repair, decision, column, option }: ProblemGroup): string[] {
  if (option !== null) return [`    repair: ${OPTION_WORDS[option]}`];
  // What was repaired says so itself; only what an accepted repair could not mend stays to be told.
  if (fix === null || repair === null || code === REPAIRED) return [];
  const sure = `${repair.confidence}, ${repair.reversible ? 'loses nothing' : 'cannot be undone from the value'}`;
  const line = `    repair ${typedFix(fix)}: ${repair.repair} (${sure})`;
  if (decision === 'accept') return [`${line}; accepted, and yet these stay`];
  const only = column === null ? '' : `; for this column alone: --fix ${quoted(`${typedFix(fix)}:${column}=accept`)}`;
  return [`${line}${decision === 'refuse' ? '; refused' : ''}`, `    decide: --fix ${typedFix(fix)}=accept${only}`];
}

/** Totals in the order in which somebody asks: who will be called, what can be mended, who is left out and why. */
export function totalWords(totals: ImportTotals): string {
  return [
    `${count(totals.ready)} ready`,
    `${totals.atMost ? 'at most ' : ''}${count(totals.fixable)} fixable`,
    `${count(totals.rejected)} rejected`,
    plural(totals.duplicates, 'duplicate'),
    `${count(totals.suppressed)} suppressed`,
    ...(totals.withWarnings > 0 ? [`${count(totals.withWarnings)} with warnings`] : []),
    `of ${plural(totals.rows, 'row')}`,
  ].join(', ');
}

/** `lost_plus` -> `lost-plus`, as it is typed. */
export const typedFix = (fix: string): string => fix.replaceAll('_', '-');

const quoted = (text: string): string => `'${oneLine(text).replaceAll("'", String.raw`'\''`)}'`;
