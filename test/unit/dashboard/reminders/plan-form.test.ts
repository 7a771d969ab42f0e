import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, emptyNew, hasChannel } from '../../../../dashboard/pages/reminders/programme/new-form.ts';
import { addStep, firstPlan, shortsOf, stepsTyped } from '../../../../dashboard/pages/reminders/programme/plan-form.ts';
import { readShort, sayShort, shortOf } from '../../../../dashboard/pages/reminders/programme/short-step.ts';
import { readStepShort } from '../../../../domain/reminders/read-step-short.ts';
import { sayStep } from '../../../../domain/reminders/step-key.ts';

const channel = fc.constantFrom('call' as const, 'sms' as const);
const seconds = fc.oneof(
  fc.integer({ min: 0, max: 2_000_000 }),
  fc.constantFrom(0, 60, 600, 3_600, 86_400, 172_800, 604_800),
);
const when = fc.oneof(
  fc.record({ kind: fc.constant('before' as const), seconds: seconds.chain((of) => fc.constantFrom(of, 0 - of)) }),
  fc.record({ kind: fc.constant('booking' as const), afterSeconds: seconds }),
  fc.record({
    kind: fc.constant('local' as const),
    daysBefore: fc.integer({ min: 0, max: 365 }),
    at: fc.constantFrom('00:00', '09:05', '18:00'),
  }),
);
const follows = fc.record({
  when: fc.constantFrom('not_reached' as const, 'no_reply' as const),
  afterSeconds: seconds,
});
const step = fc
  .tuple(when, channel, fc.array(fc.record({ channel, follows }), { maxLength: 2 }))
  .map(([timing, first, rest]) => ({ when: timing, actions: [{ channel: first }, ...rest] }));

describe('steps in rows', () => {
  it('are written as the API writes and reads them', () => {
    fc.assert(
      fc.property(step, (of) => {
        const short = shortOf(of);
        const written = { ...of, actions: of.actions.map((one) => ({ ...one, accountId: '', numberId: '', slot: 0 })) };
        expect(short).toBe(sayStep(written));
        const read = readStepShort(short);
        expect(read.ok && shortOf(read.step)).toBe(short);
        expect(readShort(short)).toEqual(read.ok ? read.step : undefined);
      }),
    );
  });

  it('cannot be made of what the API would not read', () => {
    for (const typed of ['', '24h', '24h:fax', 'soon:sms', '2h:call>:sms', '2h:call>never:sms']) {
      expect(readShort(typed), typed).toBeUndefined();
      expect(readStepShort(typed).ok, typed).toBe(false);
    }
    expect(stepsTyped('24h:sms, soon:sms')).toBeUndefined();
    expect(stepsTyped(' , ')).toBeUndefined();
  });

  it('come back from what was typed, and are typed as they stood', () => {
    const rows = stepsTyped('24h:sms, 2h:call > 10m:sms') ?? [];
    expect(shortsOf({ steps: rows, typed: undefined })).toEqual(['24h:sms', '2h:call>10m:sms']);
    expect(shortsOf({ steps: rows, typed: '1h:sms, ' })).toEqual(['1h:sms']);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
  });

  it('grow by a text at the booking, then by one an hour before', () => {
    const once = addStep(firstPlan().steps);
    expect(addStep(once).map(shortOf)).toEqual(['24h:sms', '2h:call>10m:sms', 'booking:sms', '1h:sms']);
  });

  it('ask for the numbers of the channels that they use', () => {
    const form = { ...emptyNew(), steps: stepsTyped('24h:sms') ?? [], smsNumberId: 'n' };
    expect([hasChannel(form, 'sms'), hasChannel(form, 'call')]).toEqual([true, false]);
    expect(draftOf(form, [{ id: 'n', accountId: 'a', agentRef: null }]).steps).toEqual([
      { short: '24h:sms', sms: { accountId: 'a', numberId: 'n', text: form.text } },
    ]);
  });
});

describe('a step of a list', () => {
  it('is a sentence, and stands as it came where it cannot be read', () => {
    expect(sayShort('booking:sms')).toBe('A text at the booking');
    expect(sayShort('2h:call>10m:sms')).toBe(
      'A call 2 hours before the start, then a text, 10 minutes after it reached nobody',
    );
    expect(sayShort('of another day')).toBe('of another day');
  });
});
