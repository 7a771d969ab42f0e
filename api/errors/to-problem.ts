import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { FileStoreFullError } from '../../engine/deps.ts';
import { EngineError, type EngineErrorKind } from '../../engine/error.ts';
import { InboxOverloadedError } from '../../engine/folding/inbox.ts';
import { ProblemError } from './problem-error.ts';

/** A problem before it knows its request; api/schemas/common.ts has its form. */
export interface BareProblem {
  [detail: string]: unknown;
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  repair?: string;
  errors?: { pointer: string; message: string }[];
}

const STATUS_OF_KIND: Record<EngineErrorKind, number> = {
  invalid: 422,
  not_found: 404,
  conflict: 409,
  unavailable: 503,
};

const TITLES: Record<number, string> = {
  400: 'Malformed request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible in this state',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be carried out as asked',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Try again later',
  507: 'No room left',
};

/** What a caller calls the parts of a request. */
const PARTS: Readonly<Record<string, string>> = {
  body: 'body',
  querystring: 'query',
  params: 'address',
  headers: 'header',
};

/** Fastify's and the multipart parser's own refusals, in the words of this API. */
const FRAMEWORK: Record<string, { status: number; code: string; detail: string }> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'json_malformed', detail: 'The body is not valid JSON.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'body_empty', detail: 'The body is empty; JSON was announced.' },
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'body_too_large', detail: 'The body is larger than allowed.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'media_type_unsupported',
    detail: 'This content type is not accepted here; send application/json.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { status: 400, code: 'body_cut', detail: 'The body ended before its length.' },
  FST_ERR_BAD_URL: { status: 400, code: 'url_malformed', detail: 'The address cannot be decoded.' },
  FST_ERR_MAX_PARAM_LENGTH: { status: 404, code: 'no_such_route', detail: 'There is nothing at this address.' },
  FST_REQ_FILE_TOO_LARGE: { status: 413, code: 'file_too_large', detail: 'The file is larger than allowed.' },
  FST_FILES_LIMIT: { status: 413, code: 'one_file_only', detail: 'Send one file a request.' },
  FST_FIELDS_LIMIT: { status: 413, code: 'too_many_fields', detail: 'There are too many form fields.' },
  FST_INVALID_MULTIPART_CONTENT_TYPE: {
    status: 415,
    code: 'media_type_unsupported',
    detail: 'The multipart content type has no boundary.',
  },
};

/** connection_exception, operator_intervention, insufficient_resources; and what only came at a bad moment. */
const DATABASE_AWAY = /^(08|57P|53)|^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND)$/;
/** character_not_in_repertoire, untranslatable_character: a NUL in a text, which Postgres does not store. */
const NOT_STORABLE = /^(22021|22P05)$/;
const DATABASE_BUSY = /^(40001|40P01|55P03|57014)$/;

/** The one table from failures to answers. Nothing of a stack or of SQL leaves: what is unknown is an internal error. */
export function toProblem(error: unknown): BareProblem {
  if (error instanceof EngineError) {
    const status = error.code === 'disk_full' ? 507 : STATUS_OF_KIND[error.kind];
    return problem(error.code === 'file_too_large' ? 413 : status, error.code, error.message, error);
  }
  if (error instanceof ProblemError) return problem(error.status, error.code, error.message, error);
  if (error instanceof InboxOverloadedError) return problem(503, 'overloaded', 'Too many callbacks wait to be stored.');
  if (error instanceof FileStoreFullError)
    return problem(507, 'disk_full', 'There is no room left to store this file.');
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({
      pointer: issue.instancePath === '' ? '/' : issue.instancePath,
      message: issue.message ?? 'is not valid',
    }));
    const where = PARTS[error.validationContext ?? ''] ?? 'request';
    const first = errors[0] ? `: ${errors[0].pointer} ${errors[0].message}` : '';
    return {
      ...problem(400, 'request_invalid', `The ${where} does not fit${first}`, {
        repair: 'Correct what `errors` points at; nothing was done.',
      }),
      errors,
    };
  }
  const code = codeOf(error);
  const known = FRAMEWORK[code];
  if (known) return problem(known.status, known.code, known.detail);
  if (NOT_STORABLE.test(code)) {
    const repair = 'Leave out the characters with the code 0; nothing was done.';
    return problem(400, 'characters_unreadable', 'A text holds characters that cannot be stored.', { repair });
  }
  if (DATABASE_BUSY.test(code))
    return problem(503, 'busy', 'The database is busy; the same request may work in a moment.');
  if (DATABASE_AWAY.test(code)) return problem(503, 'database_unavailable', 'The database cannot be reached.');
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500)
    return problem(status, 'request_refused', messageOf(error));
  return problem(500, 'internal_error', 'Something went wrong here. The log has it under the request id.');
}

function problem(
  status: number,
  code: string,
  detail: string,
  more: { repair?: string | undefined; details?: Record<string, unknown> } = {},
): BareProblem {
  return {
    ...more.details,
    type: `urn:outdial:problem:${code}`,
    title: TITLES[status] ?? 'Refused',
    status,
    code,
    detail,
    ...(more.repair === undefined ? {} : { repair: more.repair }),
  };
}

/** The code of the error or of what caused it: drivers wrap. */
function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return '';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}
