/** A line longer than this is no case; without a bound a file without line ends would fill the memory. */
const MAX_LINE_CHARS = 4 * 1024 * 1024;

/** Undefined in place of a line that is longer than `maxChars`. Only \n and \r\n end a line: JSON may hold the others. */
export async function* readLines(
  chunks: AsyncIterable<string>,
  maxChars = MAX_LINE_CHARS,
): AsyncGenerator<string | undefined> {
  let pending = '';
  let skipping = false;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      const line = pending + chunk.slice(from, end);
      from = end + 1;
      pending = '';
      yield skipping || line.length > maxChars ? undefined : line.replace(/\r$/, '');
      skipping = false;
    }
    pending = skipping ? '' : pending + chunk.slice(from);
    if (pending.length > maxChars) {
      skipping = true;
      pending = '';
    }
  }
  if (skipping) yield undefined;
  else if (pending !== '') yield pending.replace(/\r$/, '');
}
