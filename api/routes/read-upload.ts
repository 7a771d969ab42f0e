import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { ProblemError } from '../errors/problem-error.ts';
import { importOptions, type ImportFields } from '../schemas/import-options.ts';

export interface UploadParts {
  bytes: Readable;
  fileName: string;
  fields: ImportFields;
}

/**
 * The list in a request: the body itself, or the one file of a form whose option fields come before it.
 * Throws ProblemError `file_missing`, `form_invalid`, `form_malformed`, `body_missing`,
 * `json_is_no_list`.
 */
export async function readUpload(request: FastifyRequest, query: ImportFields): Promise<UploadParts> {
  if (!request.isMultipart()) {
    if (request.headers['content-type']?.startsWith('application/json')) {
      throw new ProblemError(
        415,
        'json_is_no_list',
        'This request is JSON, and a list is text with a row per contact.',
        {
          repair: 'Send the file with content type text/csv, or as the file of a form; options go into the query.',
        },
      );
    }
    if (!(request.body instanceof Readable)) {
      throw new ProblemError(400, 'body_missing', 'There is no list in this request.', {
        repair: 'Send the file as the body with content type text/csv, or as the file of a form.',
      });
    }
    return { bytes: request.body, fileName: query.fileName ?? 'upload.csv', fields: query };
  }
  const part = await request.file().catch((error: unknown) => {
    // The parser's own refusals carry a code; the rest is a form that is none.
    if (error instanceof Error && 'code' in error) throw error;
    throw new ProblemError(400, 'form_malformed', 'The multipart form cannot be read.', { cause: error });
  });
  if (!part) {
    throw new ProblemError(400, 'file_missing', 'The form has no file.', {
      repair: 'Add the list as a file field, after the option fields.',
    });
  }
  const parsed = importOptions.safeParse(fieldsBefore(part));
  if (!parsed.success) {
    part.file.resume();
    throw new ProblemError(400, 'form_invalid', `The form does not fit: ${z.prettifyError(parsed.error)}`);
  }
  const fields = { ...query, ...parsed.data };
  return { bytes: part.file, fileName: fields.fileName ?? part.filename ?? 'upload.csv', fields };
}

/** The parser hands out the fields that came before the file. */
function fieldsBefore(part: MultipartFile): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(part.fields).flatMap(([name, field]) => {
      const values = [field].flat().flatMap((one) => (one?.type === 'field' ? [one.value] : []));
      return values.length === 0 ? [] : [[name, values.length === 1 ? values[0] : values]];
    }),
  );
}

/**
 * Reads a stream so that stopping half-way leaves it open: ending an iterator early would destroy the socket, and
 * the refusal of a bad file could not be answered any more. Throws ProblemError `upload_cut`.
 */
export async function withBytes<T>(
  bytes: Readable,
  use: (source: AsyncIterable<Uint8Array>) => Promise<T>,
  repair = 'Send it again; nothing was kept.',
): Promise<T> {
  try {
    return await use(bytes.iterator({ destroyOnReturn: false }));
  } catch (error) {
    if (!bytes.errored) throw error;
    throw new ProblemError(400, 'upload_cut', 'The upload broke off before its end.', {
      repair,
      cause: error,
    });
  } finally {
    bytes.resume();
  }
}
