import iconv from 'iconv-lite';
import type { EncodingGuess, EncodingName } from './text-encoding.ts';

/** Letters beyond ASCII that a language uses most, and its others: languages of one encoding do not mix in a word. */
interface Letters {
  most: string;
  rest: string;
}

interface Candidate {
  encoding: EncodingName;
  /** Whose encoding it is. */
  of: string;
  languages: readonly Letters[];
  /** Words are written in these letters alone; else they stand between ASCII letters. */
  ownScript?: boolean;
}

const WESTERN: readonly Letters[] = [
  { most: 'äöü', rest: 'ßÄÖÜ' },
  { most: 'éèçà', rest: 'êëâîïôûùœÉÈÀÇÊÎÔ' },
  { most: 'áéíóñ', rest: 'úüÁÉÍÓÚÑ' },
  { most: 'ãçáéó', rest: 'õâêôíúàÁÉÍÓÚÂÇ' },
  { most: 'àèò', rest: 'éìùÀÈÉ' },
  { most: 'åäöøæ', rest: 'éÅÄÖØÆ' },
  { most: 'áíóðþ', rest: 'éúýæöÁÍÓÚÞÆÖ' },
];
const CENTRAL: readonly Letters[] = [
  { most: 'łąęśżó', rest: 'ćńźŁŚŻÓĆŹ' },
  { most: 'áíěšřž', rest: 'čéýůúďťňóôľĺŕäŠČŘŽÁÍÚ' },
  { most: 'áéöó', rest: 'íőúüűÁÉÍÓÖŐÚÜŰ' },
  { most: 'ăâșț', rest: 'îşţÎŞŢȘȚĂÂ' },
  { most: 'čšž', rest: 'ćđŠŽČĆĐ' },
];

/** The likelier first: it wins where two read the file alike. */
const CANDIDATES: readonly Candidate[] = [
  { encoding: 'windows-1252', of: 'Western Europe', languages: WESTERN },
  { encoding: 'windows-1250', of: 'Central Europe', languages: CENTRAL },
  { encoding: 'windows-1254', of: 'Turkey', languages: [{ most: 'ıüşğç', rest: 'öİŞÇÖÜĞâ' }] },
  {
    encoding: 'windows-1257',
    of: 'the Baltic',
    languages: [
      { most: 'ėšžųū', rest: 'ąčęįŠŽČĄĖŪ' },
      { most: 'āēīšū', rest: 'čģķļņžĀĒĪŠŪČŽĶĻ' },
      { most: 'äõöü', rest: 'šžÄÕÖÜ' },
    ],
  },
  {
    encoding: 'windows-1251',
    of: 'Cyrillic',
    languages: [{ most: 'оеаинтсрвлк', rest: 'мдпуяыьгзбчйхжшюцщэфОЕАИНТСРВЛКМДПГБЮЯіїєўђљњјћ' }],
    ownScript: true,
  },
  {
    encoding: 'windows-1253',
    of: 'Greek',
    languages: [{ most: 'αοιετσνηυρπ', rest: 'κμλςάόίέήώύγδθχβφωξζΑΟΙΕΤΣΝΗΥΡΠΚΜΛΓΔΧΘΒ' }],
    ownScript: true,
  },
  { encoding: 'iso-8859-15', of: 'Western Europe on Unix', languages: WESTERN },
  { encoding: 'iso-8859-2', of: 'Central Europe on Unix', languages: CENTRAL },
  { encoding: 'macintosh', of: 'an old Macintosh', languages: WESTERN },
];

const ENOUGH_CHARACTERS = 5;
/** What is known before: how common an encoding is counts like this many characters, and fades as there are more. */
const PRIOR_CHARACTERS = 3;
const PRIOR_STEP = 0.15;
const CLEAR_LEAD = 0.25;

/**
 * Judges by the special characters of a file, each with what stands around it, which single-byte encoding makes words
 * of them. Never certain: bytes alone do not say it, and a person knows the names.
 */
export function guessSingleByte(sample: Buffer): EncodingGuess {
  const judged = CANDIDATES.map((candidate, place) => {
    const text = iconv.decode(sample, candidate.encoding);
    const { letters, characters, context } = readText(text, candidate.ownScript === true);
    const sum = context + Math.max(...candidate.languages.map((language) => worthOf(letters, language)));
    const score = (sum + (3 - place * PRIOR_STEP) * PRIOR_CHARACTERS) / (characters + PRIOR_CHARACTERS);
    return { candidate, text, score, characters };
  });
  const ranked = [...judged].sort((a, b) => b.score - a.score);
  const [best] = ranked;
  if (!best) throw new Error('there are candidates');
  const others = ranked.filter((one) => one.text !== best.text);
  const [second] = others;
  const ahead = second === undefined || best.score - second.score > CLEAR_LEAD;
  const likely = best.score > 1.5 && best.characters >= ENOUGH_CHARACTERS && ahead;
  return {
    encoding: best.candidate.encoding,
    reason: `not valid UTF-8; its special characters fit ${best.candidate.of} ${likely ? 'best' : 'most likely'}`,
    sure: likely ? 'likely' : 'doubtful',
    alternatives: others.slice(0, 3).map((one) => one.candidate.encoding),
  };
}

interface Reading {
  characters: number;
  /** How often each letter beyond ASCII is there. */
  letters: Map<string, number>;
  /** What the neighbours of the special characters, and the signs, say against this reading. */
  context: number;
}

function readText(text: string, ownScript: boolean): Reading {
  const letters = new Map<string, number>();
  let characters = 0;
  let context = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char <= '\x7F') continue;
    characters++;
    const before = text.charAt(i - 1);
    const after = text.charAt(i + 1);
    if (isLetter(char)) {
      letters.set(char, (letters.get(char) ?? 0) + 1);
      context -= penaltyOf(char, before, after, ownScript);
    } else context += scoreOfSign(char, before, after);
  }
  return { characters, letters, context };
}

/** 3 for each of the letters that the language uses most, 2 for its others, little for what it does not have. */
function worthOf(letters: ReadonlyMap<string, number>, { most, rest }: Letters): number {
  let sum = 0;
  for (const [letter, count] of letters) sum += count * (most.includes(letter) ? 3 : rest.includes(letter) ? 2 : 0.5);
  return sum;
}

function penaltyOf(char: string, before: string, after: string, ownScript: boolean): number {
  const neighbours = [before, after].filter(isLetter);
  const latin = neighbours.filter((one) => one <= '\x7F').length;
  // nAme: a capital inside a word is a small letter of another encoding.
  const capital = isLower(before) && char !== char.toLowerCase() ? 5 : 0;
  // Two accents in a row are rare, and words without one plain letter do not exist in Latin script.
  return capital + (ownScript ? latin * 3 : (neighbours.length - latin) * 1.5);
}

const isLetter = (char: string): boolean => char.toLowerCase() !== char.toUpperCase() || char === 'ª' || char === 'º';
const isLower = (char: string): boolean => char !== char.toUpperCase();

/** Signs: quotes, dashes and the euro are typed; a sign between two letters is a letter of another encoding. */
function scoreOfSign(char: string, before: string, after: string): number {
  if (/[\uFFFD\x80-\x9F\uE000-\uF8FF]/.test(char)) return -10;
  const inWord = isLetter(before) && isLetter(after);
  if (char === '’') return 1;
  if (inWord) return -4;
  if (/[“”‘„–—…€£°®™«»\u00A0]/.test(char)) return 1;
  return isLetter(before) || isLetter(after) ? -2 : -0.5;
}
