import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LINE_TYPES, takesTexts } from '../../../domain/line-type.ts';
import { NO_CONSENT, numbersToTry, type ContactNumber } from '../../../domain/next-number.ts';

const lineType = fc.constantFrom(...LINE_TYPES);
const numbers: fc.Arbitrary<ContactNumber[]> = fc
  .uniqueArray(fc.record({ phone: fc.integer({ min: 1, max: 30 }), lineType }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ phone }) => phone,
  })
  .map((list) =>
    list.map((number, place) => ({ ...number, place, zones: ['America/New_York'], placeKey: '', consent: NO_CONSENT })),
  );
const channel = fc.constantFrom('call' as const, 'sms' as const);
const phones = fc.array(fc.integer({ min: 1, max: 30 }));

it('holds every living number that takes the channel, and no other', () => {
  fc.assert(
    fc.property(numbers, channel, fc.option(fc.integer({ min: 1, max: 30 })), phones, (all, by, lastTried, gone) => {
      const dead = new Set(gone);
      const usable = all.filter((number) => !dead.has(number.phone) && (by === 'call' || takesTexts(number.lineType)));
      const found = numbersToTry({ numbers: all, channel: by, lastTried, dead });
      expect(found.toSorted((a, b) => a.place - b.place)).toEqual(usable);
    }),
  );
});

it('tries each number once before any is tried again, in their order, whichever die on the way', () => {
  fc.assert(
    fc.property(numbers, phones, (all, dying) => {
      const dead = new Set<number>();
      const tried: ContactNumber[] = [];
      for (let dial = 0; dial < 12; dial++) {
        const [next] = numbersToTry({ numbers: all, channel: 'call', lastTried: tried.at(-1)?.phone ?? null, dead });
        if (!next) break;
        tried.push(next);
        if (dying.includes(next.phone)) dead.add(next.phone);
      }
      const living = all.filter(({ phone }) => !dying.includes(phone));
      expect(tried.slice(0, all.length)).toEqual(tried.length < all.length ? tried : all);
      // Later rounds go over those that are left.
      for (const [i, number] of tried.slice(all.length).entries()) expect(number).toEqual(living[i % living.length]);
    }),
  );
});

it('begins with the first number when the one tried last is none of them', () => {
  const number = { place: 0, phone: 1, zones: [], placeKey: '', consent: NO_CONSENT, lineType: 'mobile' as const };
  const all = [number, { ...number, place: 1, phone: 2 }];
  expect(numbersToTry({ numbers: all, channel: 'call', lastTried: 99, dead: new Set() })).toEqual(all);
});
