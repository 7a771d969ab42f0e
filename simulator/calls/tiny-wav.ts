import type { Reply } from '../http/exchange.ts';

const SAMPLES = 800;

const makeWav = (): Buffer => {
  const wav = Buffer.alloc(44 + SAMPLES * 2);
  wav.write('RIFF', 0, 'ascii');
  wav.writeUInt32LE(36 + SAMPLES * 2, 4);
  wav.write('WAVEfmt ', 8, 'ascii');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(16_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'ascii');
  wav.writeUInt32LE(SAMPLES * 2, 40);
  return wav;
};

const WAV = makeWav();

/** A tenth of a second of silence: a recording that any player opens. */
export const tinyWav = (): Reply => ({ status: 200, body: WAV, contentType: 'audio/wav', manner: 'plain' });
