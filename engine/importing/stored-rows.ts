import type { EngineDeps } from '../deps.ts';
import { CsvReader, type CsvRow } from './csv-rows.ts';
import type { FileLayout } from './file-layout.ts';
import { decodeText } from './text-encoding.ts';

/** The rows of a stored file after its header, with how many bytes were read to get them. */
export async function* rowsOf(
  deps: Pick<EngineDeps, 'files'>,
  path: string,
  layout: FileLayout,
): AsyncIterable<{ rows: CsvRow[]; bytesRead: number }> {
  const reader = new CsvReader(layout.delimiter, layout.quote);
  const afterHeader = (rows: CsvRow[]): CsvRow[] => rows.filter((row) => row.number >= layout.firstDataRow);
  let bytesRead = 0;
  for await (const piece of decodeText(deps.files.read(path), layout.encoding)) {
    bytesRead = piece.bytesRead;
    yield { rows: afterHeader(reader.push(piece.text)), bytesRead };
  }
  yield { rows: afterHeader(reader.push('', true)), bytesRead };
}
