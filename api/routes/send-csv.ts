import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { exportRows, type ExportColumns } from '../../engine/reading/export-rows.ts';
import { started } from './started-stream.ts';

/** How the API describes a list as CSV. */
export const csvOf = <Item>(tag: string, list: ExportColumns<Item>) => ({
  tags: [tag],
  description: `The whole list under the filter as CSV, streamed. Columns: ${Object.keys(list).join(', ')}.`,
});

/** Sends a whole list as a file, page by page as it is taken. Throws what its first page throws. */
export async function sendCsv<Item>(
  reply: FastifyReply,
  name: string,
  list: ExportColumns<Item>,
  readPage: Parameters<typeof exportRows<Item>>[1],
): Promise<FastifyReply> {
  const lines = await started(exportRows(list, readPage));
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(lines));
}
