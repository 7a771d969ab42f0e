import { EngineError } from '../../error.ts';

const SPREADSHEET = 'Open it in the spreadsheet program and save it as "CSV UTF-8", then upload that file.';
const TEXT = 'Upload a text file with one row per contact: CSV, or separated by semicolons, tabs or bars.';

/** What the first bytes of common files that are no lists look like. */
const SIGNATURES: readonly { start: readonly number[]; code: string; what: string; repair: string }[] = [
  {
    start: [0x50, 0x4b, 0x03, 0x04],
    code: 'file_is_spreadsheet',
    what: 'an Excel workbook or another zip archive',
    repair: SPREADSHEET,
  },
  { start: [0x50, 0x4b, 0x05, 0x06], code: 'file_is_spreadsheet', what: 'an empty zip archive', repair: SPREADSHEET },
  {
    start: [0xd0, 0xcf, 0x11, 0xe0],
    code: 'file_is_spreadsheet',
    what: 'an old Excel workbook (.xls)',
    repair: SPREADSHEET,
  },
  {
    start: [0x1f, 0x8b],
    code: 'file_is_compressed',
    what: 'compressed (gzip)',
    repair: 'Unpack it first, then upload the list.',
  },
  { start: [0x25, 0x50, 0x44, 0x46], code: 'file_is_binary', what: 'a PDF document', repair: TEXT },
  { start: [0x89, 0x50, 0x4e, 0x47], code: 'file_is_binary', what: 'a picture', repair: TEXT },
  { start: [0xff, 0xd8, 0xff], code: 'file_is_binary', what: 'a picture', repair: TEXT },
];

/** However much has arrived, a file is judged by this much, so that the same file is always judged the same. */
const JUDGED_BYTES = 4_096;

/** Throws EngineError `file_is_spreadsheet`, `file_is_compressed` or `file_is_binary` by a file's first bytes. */
export function refuseBinary(beginning: Uint8Array, isUtf16: boolean): void {
  const start = beginning.subarray(0, JUDGED_BYTES);
  for (const { start: signature, code, what, repair } of SIGNATURES) {
    if (signature.every((byte, i) => start[i] === byte)) {
      throw new EngineError('invalid', code, `This file is ${what}, not a list in text form.`, { repair });
    }
  }
  if (!isUtf16 && start.includes(0)) {
    throw new EngineError('invalid', 'file_is_binary', 'This file is not text.', { repair: TEXT });
  }
}
