import type { z } from 'zod';
import type { fileLayout } from '../../../api/schemas/import-inspection.ts';
import { fields, oneLine, table } from '../../print/table.ts';

export type Layout = z.output<typeof fileLayout>;

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };
const QUOTES: Readonly<Record<string, string>> = { '"': 'double', "'": 'single' };

/** How a file is read, each part with its reason, and what becomes of each column. */
export function layoutWords(layout: Layout): string {
  const others = layout.encodingAlternatives.length === 0 ? '' : `; or ${layout.encodingAlternatives.join(', ')}`;
  const head = fields({
    encoding: `${layout.encoding} (${layout.encodingSure}: ${layout.encodingReason}${others})`,
    delimiter: `${DELIMITERS[layout.delimiter] ?? layout.delimiter} (${layout.delimiterSure}: ${layout.delimiterReason})`,
    quotes: `${QUOTES[layout.quote] ?? layout.quote} (${layout.quoteSure}: ${layout.quoteReason})`,
    header: `${layout.hasHeader ? 'the first row' : 'none'} (${layout.headerSure}: ${layout.headerReason})`,
  });
  return `${head}\n\n${columnTable(layout)}`;
}

function columnTable({ columns }: Layout): string {
  return table(columns, [
    { title: '#', value: ({ index }) => index + 1, right: true },
    { title: 'column', value: ({ header }) => header },
    { title: 'is', value: useWords },
    { title: 'kept as', value: ({ variable }) => (variable === null ? '' : `{{ ${variable} }}`) },
    { title: 'sure', value: ({ confidence }) => confidence },
    { title: 'because', value: ({ reason }) => oneLine(reason) },
  ]);
}

function useWords({ use, place }: Layout['columns'][number]): string {
  return (use === 'phone' || use === 'name') && place > 0 ? `${use} ${place + 1}` : use;
}
