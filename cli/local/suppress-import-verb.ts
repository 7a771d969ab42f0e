import { z } from 'zod';
import { scopeIn } from '../../api/schemas/suppressions.ts';
import { CliError } from '../cli-error.ts';
import { readText } from '../parse/json-file.ts';
import { count, plural } from '../print/amounts.ts';
import { API } from '../remote/endpoints.ts';
import { EVIDENCE_FLAG, SCOPE_FLAGS } from '../remote/verbs/suppressions.ts';
import { verb } from '../verb.ts';
import { readNumber } from './read-number.ts';

/** What one request of the API takes. */
const CHUNK = 10_000;

export const suppressImportVerb = verb(
  'import <file>',
  'a list of numbers in full, one a line ("-" = standard input)',
  {
    flags: [...SCOPE_FLAGS, EVIDENCE_FLAG, { flags: '--country <code>', help: 'of national numbers, for example US' }],
    input: z.object({ file: z.string(), ...scopeIn, evidence: z.string().optional(), country: z.string().optional() }),
    run: async ({ file, country, ...said }, { api, io }) => {
      const phones = phonesOf(await readText(file, io.stdin), country);
      const total = { added: 0, already: 0, contactsEnded: 0 };
      for (let at = 0; at < phones.length; at += CHUNK) {
        const body = { ...said, phones: phones.slice(at, at + CHUNK) };
        const { added, already, contactsEnded } = await api().call(API.importSuppressions, { body });
        total.added += added;
        total.already += already;
        total.contactsEnded += contactsEnded;
      }
      return {
        data: total,
        text: `${total.added} added, ${total.already} there already, ${plural(total.contactsEnded, 'waiting contact')} ended.`,
      };
    },
  },
);

/** Nothing is half done: a line that is no number refuses the whole file, and says which. */
export function phonesOf(content: string, country?: string): string[] {
  const lines = content.split(/\r?\n/).map((line) => line.replace(/^\uFEFF/, '').trim());
  const read = lines.map((line) => (line === '' ? '' : readNumber(line, country)));
  // A header is no number, and nothing is lost with it; a first line of digits is a number that lacks something.
  const header = read[0] === undefined && !/\d{5}/.test(lines[0]?.replace(/[\s().-]/g, '') ?? '');
  const wrong = read.flatMap((phone, i) => (phone === undefined && !(i === 0 && header) ? [i + 1] : []));
  if (wrong.length > 0) {
    const more = wrong.length > 5 ? ` and ${count(wrong.length - 5)} more` : '';
    throw new CliError('phones_invalid', `Line ${wrong.slice(0, 5).join(', ')}${more} is no phone number in full.`, {
      repair:
        'Write each like +12025550123, one a line, or tell the country of national ones: --country US. Nothing was added.',
    });
  }
  return read.flatMap((phone) => (phone === undefined || phone === '' ? [] : [phone]));
}
