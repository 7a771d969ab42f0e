import fc from 'fast-check';
import { expect, it } from 'vitest';
import { serverSent, type ServerSent } from '../../../cli/parse/server-sent.ts';

const STREAM =
  'retry: 2000\nevent: hello\ndata: {"at":"é"}\n\n: nobody hears this\n\nevent: event\nid: 7\ndata: a\ndata: b\n\nevent: cut';
const READ: ServerSent[] = [
  { event: 'hello', id: undefined, data: '{"at":"é"}' },
  { event: 'event', id: '7', data: 'a\nb' },
];

async function read(bytes: Uint8Array, cuts: readonly number[]): Promise<ServerSent[]> {
  const ends = [...cuts.toSorted((a, b) => a - b), bytes.length];
  const pieces = ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
  const found: ServerSent[] = [];
  for await (const message of serverSent(ReadableStream.from(pieces))) found.push(message);
  return found;
}

it('reads the same messages wherever the bytes are cut, whatever ends the lines', async () => {
  for (const text of [STREAM, STREAM.replaceAll('\n', '\r\n')]) {
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
        expect(await read(bytes, cuts)).toEqual(READ);
      }),
    );
  }
});
