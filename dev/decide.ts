import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { loadZones } from '../data/load-zones.ts';
import { answerLine } from './decide/answer-line.ts';
import { readLines } from './decide/read-lines.ts';

const USAGE = `usage: npm run --silent decide -- cases.jsonl     (- = standard input)

Reads a case per line, {"id", "zones", "windows", "blackoutDates", "marginSeconds", "instant"}, and writes
{"id", "allowed", "reason", "nextOpen"}, with the function that decides when a campaign dials.

  windows       weekday mon..sun -> list of ["HH:MM", "HH:MM"], by the clock on the wall there; end up to 24:00;
                start after end = across midnight, belonging to the day on which it starts
  instant       ISO 8601 with Z or an offset, or milliseconds since 1970; nextOpen is written in the same way
  reason        null (allowed), unknown_zone, or closed: and the zones that are closed
  nextOpen      earliest whole second from the instant on at which it is allowed; null: none within 400 days

A line that cannot be read is told on standard error with its number; the others are answered, and it ends with 1.`;

/** Output is collected to about this size: a write per line costs more than the decision. */
const FLUSH_CHARS = 65_536;

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

async function decide(chunks: AsyncIterable<string>): Promise<boolean> {
  const table = loadZones();
  let clean = true;
  let lineNumber = 0;
  let output = '';
  for await (const line of readLines(chunks)) {
    lineNumber++;
    const answer = answerLine(lineNumber === 1 ? line?.replace(/^\uFEFF/, '') : line, table);
    if (!answer) continue;
    if ('json' in answer) {
      output += `${answer.json}\n`;
    } else {
      clean = false;
      console.error(`line ${lineNumber}: ${answer.problem}`);
    }
    if (output.length >= FLUSH_CHARS) {
      await write(output);
      output = '';
    }
  }
  await write(output);
  return clean;
}

async function main(): Promise<void> {
  const [file, ...rest] = process.argv.slice(2);
  if (file === '--help') {
    console.log(USAGE);
    return;
  }
  if (file === undefined || rest.length > 0) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads has seen enough, as `head` does.
    process.exit(error.code === 'EPIPE' ? 0 : 2);
  });
  const input = file === '-' ? process.stdin : createReadStream(file);
  input.setEncoding('utf8');
  try {
    process.exitCode = (await decide(input)) ? 0 : 1;
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}

await main();
