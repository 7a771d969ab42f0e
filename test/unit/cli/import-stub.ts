import { createHash } from 'node:crypto';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

export const ID = '01980000-0000-7000-8000-000000000001';
export const CAMPAIGN = '01980000-0000-7000-8000-000000000002';

/** An import as the API shows it. */
export const list = (state: string, more: object = {}) => ({
  id: ID,
  campaignId: null,
  purpose: 'contacts',
  programmeId: null,
  fileName: 'people.csv',
  fileSha256: 'none',
  fileBytes: 27,
  totalBytes: null,
  state,
  wanted: 'commit',
  version: 3,
  changedBy: null,
  changedAt: null,
  options: {},
  detected: null,
  rowsRead: 3,
  bytesRead: 27,
  acceptedRows: 2,
  rejectedRows: 0,
  duplicateRows: 1,
  hasPendingRows: false,
  committedRows: 0,
  undoneRows: 0,
  stoppedContacts: 0,
  share: null,
  secondsLeft: null,
  sameFile: null,
  failure: null,
  createdBy: 'test',
  createdAt: '2026-01-06T15:00:00.000Z',
  endedAt: null,
  ...more,
});

export const group = (more: object = {}) => ({
  severity: 'error',
  code: 'phone_needs_country',
  title: 'Number without a country code',
  column: 'Mobile',
  count: 12,
  fix: null,
  repair: null,
  decision: null,
  option: 'defaultCountry',
  examples: [{ rowNumber: 7, value: '555 0123', message: 'has no country code; expected one', suggested: null }],
  ...more,
});
export const LOST_PLUS = group({
  code: 'phone_lost_plus',
  title: 'Number that lost its plus',
  fix: 'lost_plus',
  option: null,
  repair: { damage: 'd', repair: 'put the plus back', confidence: 'likely', reversible: true },
  examples: [{ rowNumber: 4, value: '12025550123', message: 'has lost its plus', suggested: '+12025550123' }],
});
const TOTALS = {
  rows: 3,
  ready: 2,
  fixable: 0,
  rejected: 0,
  duplicates: 1,
  suppressed: 0,
  withWarnings: 0,
  atMost: false,
};

export interface ImportStub {
  url: string;
  requests: Request[];
  /** `POST /v1/imports/x`, in order. */
  calls: () => string[];
  /** The file as the server has it. */
  received: () => string;
  close: () => Promise<void>;
}

/**
 * An api that takes an upload in pieces, then shows an import whose states are these; the last one stays. `answer` goes
 * first.
 */
export async function importStub(
  states: readonly object[],
  options: {
    groups?: readonly object[];
    sameFile?: object | null;
    answer?: (request: Request, received: () => string) => StubAnswer | undefined;
    /** Bytes of a piece that still arrive before its connection breaks, once each. */
    breaks?: number[];
  } = {},
): Promise<ImportStub> {
  const left = [...states];
  let received = Buffer.alloc(0);
  const breaks = [...(options.breaks ?? [])];
  const base = `/v1/imports/${ID}`;
  const stub = await apiStub((request): StubAnswer | undefined => {
    const given = options.answer?.(request, () => received.toString());
    if (given) return given;
    const { method, path, body, headers } = request;
    if (path === '/v1/imports/uploads') return { status: 201, body: { importId: ID, offset: 0 } };
    if (path === `${base}/content` && method === 'PUT') {
      if (Number(headers['upload-offset']) !== received.byteLength) return problem(409, 'upload_offset');
      const kept = breaks.shift();
      received = Buffer.concat([received, Buffer.from(body).subarray(0, kept)]);
      return kept === undefined
        ? { body: { importId: ID, offset: received.byteLength } }
        : { status: 502, body: '<html>bad gateway</html>', type: 'text/html' };
    }
    if (path === `${base}/content`) return { body: { importId: ID, offset: received.byteLength, totalBytes: null } };
    if (path === `${base}/content/finish`) {
      const sha256 = createHash('sha256').update(received).digest('hex');
      return {
        body: {
          importId: ID,
          bytes: received.byteLength,
          sha256,
          state: 'uploaded',
          sameFile: options.sameFile ?? null,
        },
      };
    }
    if (path === base && method === 'GET') return { body: left.length > 1 ? left.shift() : left[0] };
    if (path === `${base}/problems/groups`) return { body: { totals: TOTALS, items: options.groups ?? [] } };
    return undefined;
  });
  return {
    ...stub,
    calls: () => stub.requests.map(({ method, path }) => `${method} ${path}`),
    received: () => received.toString(),
  };
}

export const problem = (status: number, code: string, more: object = {}): StubAnswer => ({
  status,
  type: 'application/problem+json',
  body: { type: 't', title: 't', status, code, detail: `It is ${code}.`, requestId: 'r', ...more },
});
