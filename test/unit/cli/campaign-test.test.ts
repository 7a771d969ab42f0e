import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const TEST = '01980000-0000-7000-8000-0000000000aa';
let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

const inTurn = async (answers: readonly StubAnswer[]): Promise<{ apiUrl: string }> => {
  const left = [...answers];
  stub = await apiStub(() => (left.length > 1 ? left.shift() : left[0]));
  return { apiUrl: stub.url };
};

const test = (state: string, more: object = {}): StubAnswer => ({
  body: {
    kind: 'test',
    id: TEST,
    campaignId: ID,
    step: 1,
    channel: 'sms',
    phone: '+12125550142',
    contactId: 7,
    state,
    open: state === 'waiting',
    code: null,
    message: 'It waits for its turn.',
    nextAt: null,
    endsAt: '2026-01-06T15:10:00.000Z',
    callerId: '+12125550100',
    currency: 'USD',
    createdAt: '2026-01-06T15:00:00.000Z',
    createdBy: 'key:one',
    attempt: null,
    transcript: null,
    ...more,
  },
});

const ATTEMPT = {
  id: TEST,
  state: 'DISPOSED',
  outcome: 'sms_sent',
  reason: null,
  providerReason: 'sent',
  sentAt: null,
  endedAt: null,
  talkSeconds: null,
  holdMicros: 10_000,
  costMicros: 10_000,
  costPresumed: false,
  rendered: { text: 'Hi\u001b[2J Ana' },
};

describe('campaign test', () => {
  it('asks for one step with one row and typed values, under a key', async () => {
    const at = await inTurn([test('waiting')]);
    const words = ['--to', '+12125550142', '--step', '2', '--row', '4', '--value', 'name=Ana', '--value', 'a=b=c'];
    const { code, out } = await run(['campaign', 'test', ID, ...words, '--agrees'], at);
    expect(code).toBe(0);
    const [asked] = stub?.requests ?? [];
    expect(asked).toMatchObject({ method: 'POST', path: `/v1/campaigns/${ID}/tests` });
    expect(asked?.headers['idempotency-key']).toBeTruthy();
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      phone: '+12125550142',
      step: 1,
      row: 4,
      values: { name: 'Ana', a: 'b=c' },
      agrees: true,
    });
    expect(out).toContain(`outdial campaign show-test ${ID} ${TEST} --wait`);
  });

  it('waits until it is over and ends with 0 where it went out, its text without what a terminal would obey', async () => {
    const { code, out, err } = await run(
      ['campaign', 'test', ID, '--to', '+12125550142', '--wait'],
      await inTurn([test('waiting'), test('waiting'), test('done', { message: 'It is over.', attempt: ATTEMPT })]),
    );
    expect(code).toBe(0);
    expect(err).toContain('waiting: It waits for its turn.');
    expect(out).toContain('sms_sent');
    expect(out).toContain('Ana');
    expect(out).not.toContain('\u001b');
  });

  it('ends with 1 where it did not go out', async () => {
    const answers = [test('waiting'), test('expired', { message: 'It could not go out.' })];
    const { code } = await run(['campaign', 'test', ID, '--to', '+12125550142', '--wait'], await inTurn(answers));
    expect(code).toBe(1);
  });

  it('prints one document for programs', async () => {
    const answer = await run(
      ['campaign', 'test', ID, '--to', '+12125550142', '--json'],
      await inTurn([test('waiting')]),
    );
    expect(documentOf(answer)).toMatchObject({ id: TEST, state: 'waiting' });
  });

  it('refuses words that make no sense before it asks', async () => {
    const at = await inTurn([test('waiting')]);
    for (const words of [
      ['--step', '0'],
      ['--value', 'name'],
      ['--row', 'two'],
    ]) {
      const { code } = await run(['campaign', 'test', ID, '--to', '+12125550142', ...words], at);
      expect(code).toBe(2);
    }
    expect(stub?.requests).toEqual([]);
  });
});
