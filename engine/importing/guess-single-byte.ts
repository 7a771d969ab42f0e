import iconv from 'iconv-lite';
import type { EncodingGuess, EncodingName } from './text-encoding.ts';

interface Candidate {
  encoding: EncodingName;
  /** Whose encoding it is. */
  of: string;
  /** Letters beyond ASCII that its languages use most. */
  letters: string;
  /** Words are written in these letters alone; else they stand between ASCII letters. */
  ownScript: boolean;
}

/** The likelier first: it wins where two read the file alike. */
const CANDIDATES: readonly Candidate[] = [
  {
    encoding: 'windows-1252',
    of: 'Western Europe',
    letters: 'äöüßéèêëàâçñáíóúîïôûœæøåãõìòùÄÖÜÉÈÀÇÑÁÍÓÚØÅ',
    ownScript: false,
  },
  {
    encoding: 'windows-1250',
    of: 'Central Europe',
    letters: 'ąćęłńóśźżáčďéěíňřšťúůýžőűöüôľĺŕâăîșțşţđŁŚŻŹĆĄČŠŽŘĎŤŇÁÉÍÓÚÖÜŐŰ',
    ownScript: false,
  },
  {
    encoding: 'windows-1254',
    of: 'Turkey',
    letters: 'çğıöşüÇĞİÖŞÜâîû',
    ownScript: false,
  },
  {
    encoding: 'windows-1257',
    of: 'the Baltic',
    letters: 'ąčęėįšųūžāēģīķļņōõäöüĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅÕÄÖÜ',
    ownScript: false,
  },
  {
    encoding: 'windows-1251',
    of: 'Cyrillic',
    letters: 'оеаинтсрвлкмдпуяыьгзбчйхОЕАИНТСРВЛКМДПіїєўђљњ',
    ownScript: true,
  },
  { encoding: 'windows-1253', of: 'Greek', letters: 'αοιετσνηυρπκμλςάόίέήώγδθχβΑΟΙΕΤΣΝΗΥΡΠΚΜΛΓΔ', ownScript: true },
  {
    encoding: 'iso-8859-15',
    of: 'Western Europe on Unix',
    letters: 'äöüßéèêëàâçñáíóúîïôûœæøåãõìòùšžÄÖÜÉÈÀÇÑÁÍÓÚØÅ',
    ownScript: false,
  },
  {
    encoding: 'macintosh',
    of: 'an old Macintosh',
    letters: 'äöüßéèêëàâçñáíóúîïôûœæøåãõìòùÄÖÜÉÈÀÇÑÁÍÓÚØÅ',
    ownScript: false,
  },
];

const ENOUGH_CHARACTERS = 5;

/**
 * Judges by the special characters of a file, each with what stands around it, which single-byte encoding makes words
 * of them. Never certain: bytes alone do not say it, and a person knows the names.
 */
export function guessSingleByte(sample: Buffer): EncodingGuess {
  const judged = CANDIDATES.map((candidate) => {
    const text = iconv.decode(sample, candidate.encoding);
    return { candidate, text, ...scoreOf(text, candidate) };
  });
  const ranked = [...judged].sort((a, b) => b.score - a.score);
  const [best] = ranked;
  if (!best) throw new Error('there are candidates');
  const others = ranked.filter((one) => one.text !== best.text);
  const [second] = others;
  const ahead = second === undefined || best.score - second.score > 0.5;
  const likely = best.score > 1.5 && best.characters >= ENOUGH_CHARACTERS && ahead;
  return {
    encoding: best.candidate.encoding,
    reason: `not valid UTF-8; its special characters fit ${best.candidate.of} ${likely ? 'best' : 'most likely'}`,
    sure: likely ? 'likely' : 'doubtful',
    alternatives: others.slice(0, 3).map((one) => one.candidate.encoding),
  };
}

/** Per special character: 3 = all are common letters in place; below 0 = no text. */
function scoreOf(text: string, { letters, ownScript }: Candidate): { score: number; characters: number } {
  const common = new Set(letters);
  let score = 0;
  let characters = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char <= '\x7F') continue;
    characters++;
    const before = text.charAt(i - 1);
    const after = text.charAt(i + 1);
    if (/[\uFFFD\x80-\x9F\uE000-\uF8FF]/.test(char)) score -= 10;
    else if (/\p{L}/u.test(char)) score += scoreOfLetter(char, before, after, common, ownScript);
    else score += scoreOfSign(char, before, after);
  }
  return { score: characters === 0 ? 0 : score / characters, characters };
}

function scoreOfLetter(
  char: string,
  before: string,
  after: string,
  common: ReadonlySet<string>,
  ownScript: boolean,
): number {
  let score = common.has(char) ? 3 : 0.5;
  // nAme: a capital inside a word is a small letter of another encoding.
  if (/\p{Lu}/u.test(char) && /\p{Ll}/u.test(before)) score -= 5;
  const neighbours = [before, after].filter((one) => /\p{L}/u.test(one));
  const latin = neighbours.filter((one) => one <= '\x7F').length;
  if (ownScript) score -= latin * 3;
  // Two accents in a row are rare, and words without one plain letter do not exist in Latin script.
  else score -= (neighbours.length - latin) * 1.5;
  return score;
}

/** Signs: quotes, dashes and the euro are typed; a sign between two letters is a letter of another encoding. */
function scoreOfSign(char: string, before: string, after: string): number {
  const inWord = /\p{L}/u.test(before) && /\p{L}/u.test(after);
  if (char === '’') return 1;
  if (inWord) return -4;
  if (/[“”‘„–—…€£°®™«»\u00A0]/.test(char)) return 1;
  return /\p{L}/u.test(before) || /\p{L}/u.test(after) ? -2 : -0.5;
}
