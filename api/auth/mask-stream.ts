import { pipeline, Transform, type Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { openEnd } from './mask-phones.ts';

/** The same stream with every piece masked; a number that lies across two pieces is seen whole. */
export function maskStream(source: Readable, mask: (text: string) => string): Readable {
  const decoder = new StringDecoder('utf8');
  let held = '';
  const masking = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = held + decoder.write(chunk);
      const open = openEnd(text);
      held = open === 0 ? '' : text.slice(-open);
      done(null, mask(text.slice(0, text.length - open)));
    },
    flush(done) {
      done(null, mask(held + decoder.end()));
    },
  });
  // What ends one end ends the other: a client that leaves, a query that fails.
  pipeline(source, masking, () => {});
  return masking;
}
