import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { CliError, usageError } from '../../cli-error.ts';
import { bytes } from '../../print/amounts.ts';
import { bar, liveLines } from '../../print/live-lines.ts';
import { verb, type Answer, type Context } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { importExitCode, importLine, importWords, type Import } from './import-words.ts';

const POLL_MS = 500;
/** How often the line of an upload is drawn again. */
const DRAW_MS = 100;

const FLAGS = [
  { flags: '--campaign <id>', help: 'the campaign that gets the list once it is read' },
  {
    flags: '--map <target=Column>',
    help: 'what a column is: phone, name, timezone, external_id; "#2" is the second column; may be repeated',
    many: true,
  },
  { flags: '--country <code>', help: 'of national numbers, like US' },
  { flags: '--default-zone <zone>', help: 'of those whose column and prefix say nothing, like America/New_York' },
  { flags: '--required <variable>', help: 'a row without it is set aside; may be repeated', many: true },
  { flags: '--ignore <Column>', help: 'a column that is not kept; may be repeated', many: true },
  { flags: '--delimiter <character>', help: 'where it is not found right: , ; | or tab' },
  { flags: '--encoding <name>', help: 'where it is not found right' },
  { flags: '--no-header', help: 'the first row is a contact already' },
  { flags: '--name <name>', help: 'how people call the list (default: the name of the file)' },
  { flags: '--no-wait', help: 'end as soon as the file is uploaded' },
] as const;

export const importVerb = verb('import <file>', 'upload a list and wait until it is read; "-" is standard input', {
  flags: FLAGS,
  help: 'Ends with 0 when every row is taken, 2 when rows were set aside, 1 when nothing came of it.',
  input: z.object({
    file: z.string(),
    campaign: z.string().optional(),
    map: z.array(z.string()).optional(),
    country: z.string().optional(),
    defaultZone: z.string().optional(),
    required: z.array(z.string()).optional(),
    ignore: z.array(z.string()).optional(),
    delimiter: z.string().optional(),
    encoding: z.string().optional(),
    header: z.boolean().default(true),
    name: z.string().optional(),
    wait: z.boolean().default(true),
  }),
  run: async (input, context) => {
    const source = await openSource(input.file, context);
    const { importId } = await context.api().upload(API.uploadImport, {
      content: Readable.toWeb(Readable.from(shown(source, context))),
      ...(source.size === undefined ? {} : { bytes: source.size }),
      signal: context.io.interrupted(),
      query: {
        fileName: input.name ?? source.name,
        map: input.map,
        country: input.country,
        zone: input.defaultZone,
        required: input.required,
        // What the campaign's texts need is looked at row by row, not only when it takes the list.
        campaignId: input.campaign,
        ignore: input.ignore,
        delimiter: input.delimiter,
        encoding: input.encoding,
        header: input.header ? undefined : 'false',
      },
    });
    if (!input.wait) {
      if (input.campaign !== undefined) await attach(context, input.campaign, importId);
      return { data: { importId }, text: `Uploaded: ${importId}\nSee: outdial imports show ${importId}` };
    }
    return await waitForImport(importId, input.campaign, context);
  },
});

interface Source {
  name: string;
  /** Bytes; undefined = nobody knows before the end. */
  size?: number;
  content: Readable;
}

async function openSource(file: string, { io }: Context): Promise<Source> {
  if (file === '-') return { name: 'standard-input.csv', content: io.stdin };
  const found = await stat(file).catch((error: unknown) => {
    throw usageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (!found.isFile()) {
    if (found.isDirectory()) throw usageError(`${file} is a folder, not a list`);
    return { name: basename(file), content: createReadStream(file) };
  }
  return { name: basename(file), size: found.size, content: createReadStream(file) };
}

/** The bytes as they go by, with a line that says how far. */
async function* shown({ content, size }: Source, { io, json }: Context): AsyncGenerator<Uint8Array> {
  const live = liveLines(io);
  let sent = 0;
  let drawnAt = -Infinity;
  for await (const chunk of content) {
    const piece: unknown = chunk;
    const part = piece instanceof Uint8Array ? piece : Buffer.from(String(piece));
    sent += part.byteLength;
    if (!json && performance.now() - drawnAt > DRAW_MS) {
      drawnAt = performance.now();
      live.show([
        size === undefined ? `Uploading  ${bytes(sent)}` : `Uploading  ${bar(sent / size, 30)}  ${bytes(sent)}`,
      ]);
    }
    yield part;
  }
  live.clear();
}

/** Waits for the last row. Ctrl-C stops the waiting; the import goes on. */
async function waitForImport(importId: string, campaign: string | undefined, context: Context): Promise<Answer> {
  const { io, json, api } = context;
  const params = { importId };
  const live = liveLines(io);
  const interrupted = io.interrupted();
  let list: Import;
  for (;;) {
    list = await api().call(API.getImport, { params });
    if (list.state !== 'uploaded' && list.state !== 'working') break;
    if (!json) live.show([importLine(list, io.columns)]);
    await io.pause(POLL_MS, interrupted);
    if (!interrupted.aborted) continue;
    live.clear();
    const then = campaign === undefined ? '' : `\nThen: outdial campaign add-list ${campaign} ${importId}`;
    throw new CliError('interrupted', `The import goes on: outdial imports show ${importId}${then}`);
  }
  live.clear();
  const { items: groups } = await api().call(API.groupProblems, { params });
  if (campaign !== undefined && list.state === 'done') await attach(context, campaign, importId);
  return {
    data: { import: list, problems: groups, campaignId: campaign ?? null },
    text: importWords(list, groups),
    exitCode: importExitCode(list),
  };
}

async function attach({ api }: Context, campaignId: string, importId: string): Promise<void> {
  try {
    await api().call(API.attachImport, { params: { campaignId }, body: { importId } });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(error.code, `The list is there as ${importId}, but not in the campaign: ${error.message}`, {
      ...(error.repair === undefined ? {} : { repair: error.repair }),
      ...(error.problem === undefined ? {} : { problem: error.problem }),
      exitCode: error.exitCode,
      cause: error,
    });
  }
}
