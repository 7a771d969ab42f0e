import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerMeaning } from '../../../../domain/answer.ts';
import { readReply } from '../../../../domain/reminders/read-reply.ts';
import { readSms } from '../../../../domain/sms-meaning.ts';
import { REPLY_CORPUS } from './reply-corpus.ts';

const KEYS = { '1': 'confirm', '2': 'cancel', '3': 'reschedule', '0': 'human', '9': 'opt_out' } as const;
const read = (text: string, languages: readonly string[] = ['en-US']): AnswerMeaning =>
  readReply(text, { keys: KEYS, languages });

const CASES = Object.entries(REPLY_CORPUS).flatMap(([language, byMeaning]) =>
  Object.entries(byMeaning).flatMap(([meaning, texts]) =>
    (texts ?? []).map((text) => [language, meaning, text] as const),
  ),
);

describe('readReply', () => {
  it.each(CASES)('reads (%s) %s in "%s"', (language, meaning, text) => {
    expect(read(text, [language])).toBe(meaning);
  });

  it('asks nobody about a text without words', () => {
    expect([read(''), read('  ')]).toEqual(['other', 'other']);
  });

  it('has more than 150 real replies in English, and more than 50 in every other language', () => {
    const count = (language: string): number => CASES.filter(([of]) => of === language).length;
    expect(count('en')).toBeGreaterThan(150);
    for (const language of ['es', 'fr', 'de', 'pt', 'it']) expect(count(language)).toBeGreaterThan(50);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.oneof(
          fc.constantFrom(...CASES.map(([, , text]) => text)),
          fc.constantFrom(
            'stop',
            'no',
            'not',
            'yes',
            'remove me',
            'wrong number',
            'cancel',
            'opt out',
            'but',
            'lol',
            '?',
          ),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join(' ')),
  );

  it('never takes for a yes what may be a no to being contacted', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'es', 'fr', 'de', 'pt', 'it', 'nl'), (text, language) => {
        const meaning = readSms(text);
        if (meaning !== 'opt_out' && meaning !== 'doubtful') return;
        seen += 1;
        expect(read(text, [language])).toBe('unclear');
      }),
      { numRuns: 3000 },
    );
    expect(seen).toBeGreaterThan(300);
  });

  it('never takes a yes for one that a no stands beside, before or behind', () => {
    const yes = fc.constantFrom(
      ...CASES.filter(([of, meaning, text]) => of === 'en' && meaning === 'confirm' && /^[a-z' ]+$/i.test(text)).map(
        ([, , text]) => text,
      ),
    );
    const no = fc.constantFrom(
      "I can't come",
      'not sure',
      'maybe',
      'if I can',
      'but I may be away',
      "don't",
      'nope',
      'unless it rains',
    );
    fc.assert(
      fc.property(yes, no, fc.boolean(), (one, other, before) => {
        expect(read(before ? `${other}, ${one}` : `${one}, ${other}`)).not.toBe('confirm');
      }),
    );
  });

  it('reads the same whatever the case, the punctuation and the accents', () => {
    const decoration = fc.array(fc.constantFrom(' ', '.', '!', '"', '…', ','), { maxLength: 4 });
    const one = fc.constantFrom(...CASES.filter(([of, , text]) => of === 'en' && /^[a-z][a-z ]*$/i.test(text)));
    fc.assert(
      fc.property(decoration, one, decoration, fc.boolean(), (before, [, meaning, text], after, upper) => {
        expect(read([...before, upper ? text.toUpperCase() : text, ...after].join(''))).toBe(meaning);
      }),
    );
  });

  it('understands keys by the programme alone, and words of its languages alone', () => {
    const swapped = { keys: { '1': 'cancel', C: 'confirm' } as const, languages: ['fr-CA'] };
    expect(readReply('1', swapped)).toBe('cancel');
    expect(readReply('c', swapped)).toBe('confirm');
    expect(readReply('2', swapped)).toBe('unclear');
    expect(readReply('9', swapped)).toBe('unclear');
    expect(read('9')).toBe('opt_out');
    expect(readReply('oui', { keys: {}, languages: [] })).toBe('unclear');
    expect(readReply('oui', { keys: {}, languages: ['fr-CA'] })).toBe('confirm');
    // Somebody may have meant the appointment, in a language that nobody here was said to speak.
    expect(readReply('absagen', { keys: {}, languages: ['fr'] })).toBe('unclear');
  });

  it('takes a spoken "cancel" for the appointment, and a spoken no to the calls for none', () => {
    const spoken = (text: string): AnswerMeaning =>
      readReply(text, { keys: KEYS, languages: ['en'] }, { spoken: true });
    expect(spoken('cancel')).toBe('cancel');
    expect(spoken('I need to cancel')).toBe('cancel');
    expect(spoken('stop calling me, yes')).toBe('unclear');
    expect(spoken('wrong number, but yes')).toBe('unclear');
  });

  it('reads a text of any length in a moment', () => {
    for (const unit of ['yes ', 'no ', 'cancel ', 'can you ', 'ich kann ', 'move my ', 'thanks ', '1 ', '👍']) {
      expect(['unclear', 'confirm', 'other']).toContain(read(unit.repeat(20_000), ['en', 'de', 'es', 'fr']));
    }
  });
});
