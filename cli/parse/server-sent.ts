/** One message of a text/event-stream. */
export interface ServerSent {
  event: string;
  /** What to name on coming back. */
  id: string | undefined;
  data: string;
}

/** Reads a text/event-stream as it comes, in whatever pieces. Comments, and blocks without a name, are passed over. */
export async function* serverSent(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of bytes) {
    text += decoder.decode(piece, { stream: true }).replaceAll('\r', '');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
      const valuesOf = (wanted: string): string[] =>
        fields.flatMap(([, name, value]) => (name === wanted && value !== undefined ? [value] : []));
      const [event] = valuesOf('event');
      if (event !== undefined) yield { event, id: valuesOf('id')[0], data: valuesOf('data').join('\n') };
    }
  }
}
