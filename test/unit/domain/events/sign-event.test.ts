import { describe, expect, it } from 'vitest';
import {
  answerInWords,
  GIVE_UP_AFTER_SECONDS,
  readAnswerOfEndpoint,
  retryDelaySeconds,
} from '../../../../domain/events/delivery-retry.ts';
import { signEvent } from '../../../../domain/events/sign-event.ts';

/** The example in the documents and libraries of Standard Webhooks. */
const EXAMPLE = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  sentAtSeconds: 1_614_265_330,
  body: '{"test": 2432232314}',
};
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

describe('signEvent', () => {
  it('makes the signature that Standard Webhooks shows for its example', () => {
    expect(signEvent({ ...EXAMPLE, secrets: [SECRET] })).toEqual({
      'webhook-id': EXAMPLE.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': SIGNATURE,
    });
  });

  it('signs with every secret, so that a receiver may know either', () => {
    const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const both = signEvent({ ...EXAMPLE, secrets: [other, SECRET] })['webhook-signature'].split(' ');
    expect(both).toHaveLength(2);
    expect(both[1]).toBe(SIGNATURE);
    expect(both[0]).not.toBe(SIGNATURE);
  });

  it('signs the time and every byte of the body', () => {
    const of = (change: Partial<typeof EXAMPLE>) =>
      signEvent({ ...EXAMPLE, ...change, secrets: [SECRET] })['webhook-signature'];
    expect(of({ sentAtSeconds: EXAMPLE.sentAtSeconds + 1 })).not.toBe(SIGNATURE);
    expect(of({ body: `${EXAMPLE.body} ` })).not.toBe(SIGNATURE);
    expect(of({ id: 'msg_other' })).not.toBe(SIGNATURE);
  });
});

describe('the tries of a delivery', () => {
  it('come after 5 s, doubling to an hour', () => {
    expect([1, 2, 3, 4].map(retryDelaySeconds)).toEqual([5, 10, 20, 40]);
    expect([10, 11, 12, 1_000].map(retryDelaySeconds)).toEqual([2_560, 3_600, 3_600, 3_600]);
    expect(GIVE_UP_AFTER_SECONDS).toBe(3 * 24 * 3_600);
  });

  it('end with 2xx, and for good with 410; a redirect is no answer', () => {
    expect([200, 204, 299].map(readAnswerOfEndpoint)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(readAnswerOfEndpoint(410)).toBe('gone');
    expect([301, 400, 404, 429, 500, 503].map(readAnswerOfEndpoint)).toEqual(Array(6).fill('again'));
    expect(answerInWords(302)).toMatch(/redirects are not followed/);
  });
});
