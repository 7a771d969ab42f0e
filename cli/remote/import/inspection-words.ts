import type { z } from 'zod';
import type { inspection } from '../../../api/schemas/import-inspection.ts';
import { instant, plural } from '../../print/amounts.ts';
import { oneLine, table } from '../../print/table.ts';
import { layoutWords } from './layout-words.ts';
import { mappingWords } from './mapping-verbs.ts';

export type Inspection = z.output<typeof inspection>;

/** How a list would be read, what somebody has to say first, and the first rows as they would come out. */
export function inspectionWords(found: Inspection): string {
  const parts = [
    rowWords(found),
    layoutWords(found.layout),
    samples(found),
    questions(found),
    hints(found),
    firstRows(found),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const rowWords = ({ rowCount: { rows, exact } }: Inspection): string =>
  exact ? plural(rows, 'row') : `About ${plural(rows, 'row')}, by the beginning of the file`;

function samples({ layout, profile }: Inspection): string {
  const columns = layout.columns.map(({ header, index }) => ({ header, seen: profile[index] }));
  return table(columns, [
    { title: 'column', value: ({ header }) => header },
    { title: 'filled', value: ({ seen }) => `${Math.round((seen?.fillRate ?? 0) * 100)} %`, right: true },
    { title: 'for example', value: ({ seen }) => seen?.samples.join(' | ') },
  ]);
}

/** Blocking ones first: without an answer nothing can be checked. */
function questions({ questions: open }: Inspection): string {
  const ordered = [...open.filter(({ blocking }) => blocking), ...open.filter(({ blocking }) => !blocking)];
  return ordered
    .map(({ blocking, message, repair }) => {
      return `${blocking ? 'To be answered first' : 'Doubtful'}: ${oneLine(message)}\n  ${oneLine(repair)}`;
    })
    .join('\n');
}

function hints({ savedMapping, sameFile }: Inspection): string {
  const saved =
    savedMapping === null
      ? []
      : [
          `Saved for these headers as "${oneLine(savedMapping.name)}": ${mappingWords(savedMapping.mapping)}` +
            (savedMapping.applied ? ' (used here)' : ' (use it with --saved)'),
        ];
  const same = sameFile.map(
    ({ fileName, createdAt, importId, state }) =>
      `Already uploaded on ${instant(createdAt)} as "${oneLine(fileName)}" (${state}): outdial imports show ${importId}`,
  );
  return [...saved, ...same].join('\n');
}

function firstRows({ rows }: Inspection): string {
  return table(
    rows,
    [
      { title: 'row', value: ({ rowNumber }) => rowNumber, right: true },
      { title: 'phones', value: ({ accepted }) => accepted?.phones.map(({ phone }) => phone).join(', ') },
      { title: 'name', value: ({ accepted }) => accepted?.name },
      { title: 'zones', value: ({ accepted }) => accepted?.phones[0]?.zones.join(', ') },
      { title: 'by', value: ({ accepted }) => accepted?.phones[0]?.zoneSource },
      { title: 'places', value: ({ accepted }) => accepted?.phones[0]?.places.join(', ') },
      {
        title: 'said of it',
        value: ({ findings }) => findings.map(({ severity, message }) => `${severity}: ${message}`).join('; '),
      },
    ],
    'No row below the header.',
  );
}
