import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import {
  decoderOf,
  ENCODINGS,
  EncodingWatch,
  type EncodingGuess,
  type EncodingName,
} from '../../../../../engine/importing/reading/text-encoding.ts';

const judge = (bytes: Uint8Array, pieceBytes = 1_000): EncodingGuess => {
  const watch = new EncodingWatch();
  for (let at = 0; at < bytes.length; at += pieceBytes) watch.push(bytes.subarray(at, at + pieceBytes));
  return watch.result();
};
const list = (...words: string[]): string =>
  `phone,name,city\n${words.map((word, i) => `+1202555${1000 + i},${word},x\n`).join('')}`;

const GERMAN = list('Jürgen Müller', 'Käthe Groß', 'Größe', 'Zoë Weiß', 'Förster', 'Ärzte');
const FRENCH = list('Hélène Lefèvre', 'François Noël', 'Gaëlle', 'Benoît', 'Jérôme', 'Château d’Été');
const POLISH = list('Łukasz Wiśniewski', 'Żaneta Dąbrowska', 'Małgorzata Źródło', 'Grześ', 'Święta', 'Błażej');
const CZECH = list('Jiří Dvořák', 'Kateřina Nováková', 'Šárka', 'Růžena Černá', 'Matěj', 'Žofie');
const RUSSIAN = list('Иван Петров', 'Мария Иванова', 'Сергей', 'Ольга Смирнова', 'Дмитрий', 'Екатерина');
const GREEK = list('Γιώργος Παπαδόπουλος', 'Μαρία Νικολάου', 'Ελένη', 'Δημήτρης', 'Κώστας', 'Σοφία');
const TURKISH = list('Ayşe Yılmaz', 'Gökhan Çelik', 'İbrahim Şahin', 'Doğan', 'Işıl', 'Tuğba Güneş');
const LITHUANIAN = list('Jūratė Žukauskienė', 'Šarūnas', 'Rūta Mažeikienė', 'Eglė', 'Ąžuolas', 'Ričardas Čepė');

describe('EncodingWatch', () => {
  it.each<[string, string, EncodingName]>([
    ['German of Windows', GERMAN, 'windows-1252'],
    ['French of Windows', FRENCH, 'windows-1252'],
    ['German of an old Macintosh', GERMAN, 'macintosh'],
    ['French of an old Macintosh', FRENCH, 'macintosh'],
    ['Polish', POLISH, 'windows-1250'],
    ['Czech', CZECH, 'windows-1250'],
    ['Russian', RUSSIAN, 'windows-1251'],
    ['Greek', GREEK, 'windows-1253'],
    ['Turkish', TURKISH, 'windows-1254'],
    ['Lithuanian', LITHUANIAN, 'windows-1257'],
  ])('recognises %s', (_, text, encoding) => {
    const guess = judge(iconv.encode(text, encoding));
    expect(guess).toMatchObject({ encoding, sure: 'likely' });
    expect(guess.alternatives).not.toContain(encoding);
  });

  it('tells the euro of newer Unix lists from the sign that Windows puts there', () => {
    const text = list('5 € Bonus', '7 € für Zoë', 'Müller € 9', 'Größe € 3', 'Weiß');
    expect(judge(iconv.encode(text, 'iso-8859-15')).encoding).toBe('iso-8859-15');
    expect(judge(iconv.encode(text, 'windows-1252')).encoding).toBe('windows-1252');
  });

  it('shows its doubt when one letter is all there is', () => {
    const guess = judge(iconv.encode(list('Zoë'), 'windows-1252'));
    expect(guess).toMatchObject({ encoding: 'windows-1252', sure: 'doubtful' });
    expect(guess.alternatives.length).toBeGreaterThan(0);
  });

  it.each<[string, Buffer, EncodingName, string]>([
    ['ASCII', Buffer.from(list('Ada')), 'utf-8', 'certain'],
    ['UTF-8', Buffer.from(GERMAN), 'utf-8', 'certain'],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${list('Zoë')}`), 'utf-8', 'certain'],
    ['UTF-8 with one special character', Buffer.from(list('Zoë')), 'utf-8', 'likely'],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${GERMAN}`, 'utf16le'), 'utf-16le', 'certain'],
    ['UTF-16 without a mark', Buffer.from(GERMAN, 'utf16le'), 'utf-16le', 'likely'],
    ['Russian UTF-16 without a mark', Buffer.from(RUSSIAN, 'utf16le'), 'utf-16le', 'likely'],
    ['big-endian UTF-16', Buffer.from(`\uFEFF${GERMAN}`, 'utf16le').swap16(), 'utf-16be', 'certain'],
    ['big-endian UTF-16 without a mark', Buffer.from(RUSSIAN, 'utf16le').swap16(), 'utf-16be', 'likely'],
  ])('reads %s', (_, bytes, encoding, sure) => {
    expect(judge(bytes)).toMatchObject({ encoding, sure });
  });

  it('keeps UTF-8 when a few bytes of a big list are damaged, and says so', () => {
    const bytes = Buffer.concat([Buffer.from(RUSSIAN.repeat(3)), Buffer.from('+12025550199,Zo\xEB,x\n', 'latin1')]);
    expect(judge(bytes)).toMatchObject({ encoding: 'utf-8', sure: 'doubtful' });
    const cut = Buffer.from(GERMAN);
    expect(judge(cut.subarray(0, cut.lastIndexOf(0xc3) + 1))).toMatchObject({ encoding: 'utf-8', sure: 'doubtful' });
  });

  it('sees a special character however far down the file it is', () => {
    const plain = Buffer.from(list('Ada').repeat(5_000));
    const guess = judge(Buffer.concat([plain, iconv.encode(GERMAN, 'windows-1252'), plain]), 65_536);
    expect(guess).toMatchObject({ encoding: 'windows-1252', sure: 'likely' });
  });

  it('judges valid UTF-8 as valid however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 7 }),
        (text, size) => {
          const bytes = Buffer.from(`a,b,c,d,e,f,g,h\n${text.replaceAll('\0', '')}`);
          expect(judge(bytes, size)).toMatchObject({ encoding: 'utf-8', sure: expect.not.stringMatching('doubtful') });
        },
      ),
    );
  });

  it('has an answer for any bytes, the same however they are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
        expect(ENCODINGS).toContain(judge(bytes, size).encoding);
        expect(judge(bytes, size).sure === 'certain').toBe(judge(bytes, 1_000).sure === 'certain');
      }),
    );
  });
});

describe('decoderOf', () => {
  it('decodes any bytes of any encoding without an error, the same however they are cut', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.constantFrom(...ENCODINGS),
        fc.integer({ min: 1, max: 5 }),
        (bytes, encoding, size) => {
          const decode = decoderOf(encoding);
          let text = '';
          for (let at = 0; at < bytes.length; at += size) text += decode(bytes.subarray(at, at + size));
          const whole = decoderOf(encoding);
          expect(text + decode()).toBe(whole(bytes) + whole());
        },
      ),
    );
  });

  it('decodes UTF-8 as the platform does, valid or not, with a mark or without', () => {
    const bytes = fc.array(
      fc.constantFrom(0x61, 0x2c, 0xef, 0xbb, 0xbf, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x80),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 5 }), (all, size) => {
        const decode = decoderOf('utf-8');
        let text = '';
        for (let at = 0; at < all.length; at += size) text += decode(Uint8Array.from(all.slice(at, at + size)));
        expect(text + decode()).toBe(new TextDecoder().decode(Uint8Array.from(all)));
      }),
      { numRuns: 2_000 },
    );
  });
});
