/** Files up to this are read once before they are sent, to know whether they were uploaded before. */
const HASHED_BYTES = 256 * 1_024 * 1_024;

const EXPORT_HOW =
  'Excel: File, Save a Copy, “CSV UTF-8”. Google Sheets: File, Download, “Comma-separated values”. ' +
  'Numbers: File, Export To, CSV. Then upload that file.';

/** What the first bytes of common files that are no lists look like; the server looks again. */
const NO_LISTS: readonly { start: readonly number[]; what: string; repair: string }[] = [
  { start: [0x50, 0x4b], what: 'an Excel workbook or another zip archive', repair: EXPORT_HOW },
  { start: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook', repair: EXPORT_HOW },
  { start: [0x1f, 0x8b], what: 'a compressed file', repair: 'Unpack it, then upload the CSV file that is in it.' },
  { start: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document', repair: 'Export the list as CSV where it comes from.' },
];

export interface NoList {
  title: string;
  repair: string;
}

/** Why a file cannot be a list, as far as it shows before a byte is sent; null = it may be one. */
export async function whyNoList(
  file: File,
  maxBytes: number,
  sizeWords: (size: number) => string,
): Promise<NoList | null> {
  if (file.size === 0)
    return { title: `“${file.name}” is empty.`, repair: 'Choose a list with a header and one row per person.' };
  if (file.size > maxBytes) {
    return {
      title: `“${file.name}” has ${sizeWords(file.size)}; at most ${sizeWords(maxBytes)} can be uploaded.`,
      repair: 'Split the list into several files, each with the header, and give them to the same campaign.',
    };
  }
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const found = NO_LISTS.find((kind) => kind.start.every((byte, at) => start[at] === byte));
  return found === undefined
    ? null
    : { title: `“${file.name}” is ${found.what}, not a text list.`, repair: found.repair };
}

/** SHA-256 in hex; undefined where the file is too large to be read twice, or the browser keeps this to https. */
export async function digestOf(file: File): Promise<string | undefined> {
  // Typed as always there; browsers leave it out of pages that are not served securely.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (file.size > HASHED_BYTES || subtle === undefined) return undefined;
  const digest = await subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
