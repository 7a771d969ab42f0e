import { csvLine, type Cell } from './csv-line.ts';
import { MAX_PAGE, type Page, type PageInput } from './page.ts';

/** Columns of a list as CSV, by their names and in their order: both are part of the API, new ones come at the end. */
export type ExportColumns<Item> = Readonly<Record<string, (item: Item) => Cell>>;

/**
 * A whole list as CSV lines, by the very function that reads its pages: the same filters, and never more than a page in
 * memory. The next page is read when the reader took the last one, so who hangs up ends the reading. Rows that come while
 * it runs are in it or not, none is in it twice. Throws what the list throws, before the first line.
 */
export async function* exportRows<Item>(
  columns: ExportColumns<Item>,
  readPage: (page: PageInput) => Promise<Pick<Page<Item>, 'items' | 'nextCursor'>>,
): AsyncGenerator<string> {
  const cells = Object.values(columns);
  let page = await readPage({ limit: MAX_PAGE });
  yield csvLine(Object.keys(columns));
  for (;;) {
    let text = '';
    for (const item of page.items) text += csvLine(cells.map((cell) => cell(item)));
    // A page may be empty and still have a next one.
    if (text !== '') yield text;
    if (page.nextCursor === null) return;
    page = await readPage({ limit: MAX_PAGE, cursor: page.nextCursor });
  }
}
