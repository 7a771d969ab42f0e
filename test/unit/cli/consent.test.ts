import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const sent = z.object({ items: z.array(z.record(z.string(), z.string())) });

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
let folder: string | undefined;
afterEach(async () => {
  await stub?.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
  stub = undefined;
  folder = undefined;
});
async function serve(answer: (request: Request) => StubAnswer | undefined) {
  stub = await apiStub(answer);
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const bodies = () => (stub?.requests ?? []).map(({ body }) => sent.parse(JSON.parse(body)).items);
async function fileOf(content: string | Uint8Array): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), 'outdial-consent-'));
  const path = join(folder, 'list.csv');
  await writeFile(path, content);
  return path;
}
/** Takes everything but numbers that end in 0. */
const judge = ({ body }: Request): StubAnswer => {
  const results = sent
    .parse(JSON.parse(body))
    .items.map((item, index) =>
      item['phone']?.endsWith('0')
        ? { index, code: 'bad_phone', message: 'Not a phone number in full.' }
        : { index, id: ID, already: false },
    );
  const refused = results.filter((result) => 'code' in result).length;
  return { status: 201, body: { recorded: results.length - refused, already: 0, refused, results } };
};

describe('consent add', () => {
  const words = ['consent', 'add', '+12125550101', '--class', 'written', '--method', 'paper', '--at', '2026-01-02'];

  const held = (consentClass: string) => ({
    phone: '+12125550101',
    at: '2026-06-10T12:00:00.000Z',
    holds: [
      {
        purpose: 'informational',
        channel: 'call',
        held: false,
        consentClass: 'none',
        since: null,
        expiresAt: null,
        eventId: null,
      },
      {
        purpose: 'marketing',
        channel: 'call',
        held: true,
        consentClass,
        since: '2026-03-02T00:00:00.000Z',
        expiresAt: null,
        eventId: null,
      },
    ],
    events: [],
  });
  /** What holds is asked for after it was recorded. */
  const serveHeld = (body: unknown) => serve((request) => (request.method === 'GET' ? { body } : judge(request)));

  it('says when a later word holds all the same', async () => {
    const options = await serveHeld(held('express'));
    const { code, out } = await run([...words, '--purpose', 'marketing'], options);
    expect(code).toBe(0);
    expect(out).toContain('Something else holds all the same');
    expect(out).toContain('outdial consent show +12125550101');
  });

  it('is recorded all the same by a key that may not read', async () => {
    const options = await serve((request) =>
      request.method === 'GET' ? { status: 403, body: { code: 'forbidden' } } : judge(request),
    );
    expect((await run(words, options)).out).toBe('Recorded.\n');
  });

  it('sends what was typed', async () => {
    const options = await serveHeld(held('written'));
    const { code, out } = await run([...words, '--purpose', 'marketing', '--expires', '2027-01-02'], options);
    expect([code, out]).toEqual([0, 'Recorded.\n']);
    const recorded = (stub?.requests ?? []).filter(({ method }) => method === 'POST');
    expect(recorded.map(({ body }) => sent.parse(JSON.parse(body)).items)).toEqual([
      [
        {
          phone: '+12125550101',
          purpose: 'marketing',
          consentClass: 'written',
          method: 'paper',
          happenedAt: '2026-01-02',
          expiresAt: '2027-01-02',
        },
      ],
    ]);
  });

  it('fails in the words of the api when it is refused', async () => {
    const options = await serve(judge);
    const { code, err } = await run([...words.slice(0, 2), '+12125550100', ...words.slice(3)], options);
    expect(code).toBe(1);
    expect(err).toContain('Not a phone number in full.');
  });
});

describe('consent show', () => {
  const answer = {
    phone: '+12125550101',
    at: '2026-05-01T00:00:00.000Z',
    holds: [
      {
        purpose: 'marketing',
        channel: 'call',
        held: true,
        consentClass: 'written',
        since: '2026-01-02T00:00:00.000Z',
        expiresAt: null,
        eventId: ID,
      },
      {
        purpose: 'marketing',
        channel: 'sms',
        held: false,
        consentClass: 'none',
        since: null,
        expiresAt: null,
        eventId: null,
      },
    ],
    events: [],
  };

  it('says what holds now', async () => {
    const options = await serve(() => ({ body: answer }));
    const { code, out } = await run(['consent', 'show', '+12125550101'], options);
    expect(code).toBe(0);
    expect(out).toContain('marketing  call     written  2026-01-02T00:00:00Z');
    expect(out).toContain('marketing  sms      no');
    expect(out).toContain('Nothing was ever said.');
  });

  it('is the answer itself with --json', async () => {
    const options = await serve(() => ({ body: answer }));
    expect(documentOf(await run(['consent', 'show', '+12125550101', '--json'], options))).toEqual(answer);
  });
});

describe('consent revoke', () => {
  it('needs a reason', async () => {
    const { code, err } = await run(['consent', 'revoke', '+12125550101']);
    expect(code).toBe(2);
    expect(err).toContain('--reason <text> is missing');
  });
});

describe('consent import', () => {
  it('reads columns by their names, lets flags speak for silent rows, and names the rows that were left out', async () => {
    const options = await serve(judge);
    const path = await fileOf(
      'Name;Phone;Consent class;At;Text shown\n' +
        'Ann;+1 (212) 555-0101;Written;2026-01-02;"I agree;\nreally"\n' +
        'Ben;+12125550110;;2026-01-03;\n' +
        '\n' +
        'Cem;+12125550111;;;\n',
    );
    const flags = ['--class', 'express', '--method', 'paper', '--at', '2026-01-01', '--purpose', 'marketing'];
    const { code, out } = await run(['consent', 'import', path, ...flags], options);
    expect(bodies()).toEqual([
      [
        {
          phone: '+12125550101',
          purpose: 'marketing',
          channel: '',
          consentClass: 'written',
          method: 'paper',
          textShown: 'I agree;\nreally',
          happenedAt: '2026-01-02',
        },
        {
          phone: '+12125550110',
          purpose: 'marketing',
          channel: '',
          consentClass: 'express',
          method: 'paper',
          happenedAt: '2026-01-03',
        },
        {
          phone: '+12125550111',
          purpose: 'marketing',
          channel: '',
          consentClass: 'express',
          method: 'paper',
          happenedAt: '2026-01-01',
        },
      ],
    ]);
    expect(out).toBe('2 recorded, 0 on record already, 1 row left out.\n  row 3: Not a phone number in full.\n');
    expect(code).toBe(2);
  });

  it('sends a thousand at a time', async () => {
    const options = await serve(judge);
    const rows = Array.from({ length: 2_500 }, (_, n) => `+1212555${1_000 + n}1,2026-01-02`);
    const path = await fileOf(`phone,at\n${rows.join('\n')}\n`);
    const outcome = await run(['consent', 'import', path, '--class', 'express', '--method', 'x', '--json'], options);
    expect(documentOf(outcome)).toEqual({ read: 2_500, recorded: 2_500, already: 0, refused: 0, problems: [] });
    expect(bodies().map((items) => items.length)).toEqual([1_000, 1_000, 500]);
    expect(outcome.code).toBe(0);
  });

  it('cuts a request short before the api would refuse its size', async () => {
    const options = await serve(judge);
    const rows = Array.from({ length: 300 }, (_, n) => `+1212555${1_000 + n}1,2026-01-02,${'x'.repeat(3_900)}`);
    const path = await fileOf(`phone,at,text\n${rows.join('\n')}\n`);
    await run(['consent', 'import', path, '--class', 'express', '--method', 'x'], options);
    const sizes = stub?.requests.map(({ body }) => body.length) ?? [];
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
    expect(bodies().flat()).toHaveLength(300);
  });

  it.each([
    ['phone,at\n+12125550101,2026-01-02\n', 'consentClass (or --class), method (or --method)'],
    ['at,class,method\n', 'lacks: phone.'],
    ['phone,number,at,class,method\n', 'Two columns mean the same'],
    ['', 'has no row'],
    [Buffer.from('phone,at,class,method\n+12125550101,2026-01-02,express,caf\u00e9\n', 'latin1'), 'not in UTF-8'],
  ])('refuses the file %j', async (content, words) => {
    const { code, err } = await run(['consent', 'import', await fileOf(content)], await serve(judge));
    expect(code).toBe(1);
    expect(err).toContain(words);
    expect(stub?.requests).toEqual([]);
  });
});
