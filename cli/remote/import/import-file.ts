import { z } from 'zod';
import { CliError, usageError } from '../../cli-error.ts';
import { bytes } from '../../print/amounts.ts';
import { verb, type Answer, type Context } from '../../verb.ts';
import { INTERRUPTED } from '../api-client.ts';
import { API } from '../endpoints.ts';
import { followImport } from './follow-import.ts';
import { importExitCode, importWords, sameFileWords } from './import-words.ts';
import { mergeInto } from './merge-file.ts';
import { openList, type LocalList } from './open-list.ts';
import { OPTION_FLAGS, optionInput, optionsOf } from './option-flags.ts';
import { mayPass, sendPieces } from './send-pieces.ts';

/** As `outdial rejects` and the API name the file. */
const REJECTS_NAME = /(?:^|[\\/])rejects-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[^\\/]*$/i;

const input = z.object({
  file: z.string(),
  campaign: z.string().optional(),
  ...optionInput,
  name: z.string().optional(),
  draft: z.boolean().optional(),
  check: z.boolean().optional(),
  into: z.string().optional(),
  resume: z.string().optional(),
  wait: z.boolean().default(true),
});
type Input = z.output<typeof input>;
/** Flags of an upload, wherever a list is imported. */
export const UPLOAD_FLAGS = [
  { flags: '--name <name>', help: 'how people call the list (default: the name of the file)' },
  { flags: '--draft', help: 'stop after the upload: look at it first' },
  { flags: '--check', help: 'stop after the check: repair, then commit' },
  { flags: '--resume <import>', help: 'go on with an upload that broke off' },
  { flags: '--no-wait', help: 'end as soon as the file is uploaded' },
] as const;
export const uploadInput = {
  file: input.shape.file,
  name: input.shape.name,
  draft: input.shape.draft,
  check: input.shape.check,
  resume: input.shape.resume,
  wait: input.shape.wait,
};

export const importVerb = verb('import <file>', 'upload a list, check it and commit it; "-" is standard input', {
  flags: [
    { flags: '--campaign <id>', help: 'the campaign that gets the list' },
    ...OPTION_FLAGS,
    ...UPLOAD_FLAGS,
    { flags: '--into <import>', help: 'the file is the corrected reject file of this draft: merge it' },
  ],
  help:
    'Ends with 0 when every row is taken, 2 when rows were set aside, 1 when nothing came of it.\n' +
    'A file named rejects-IMPORT.csv is merged into that draft. A file named "undo": outdial import ./undo',
  input,
  run: async (typed, context) => {
    const into = typed.into ?? REJECTS_NAME.exec(typed.file)?.[1];
    if (into !== undefined) refuseOptions(typed, into);
    if (into !== undefined) return await mergeInto(into, typed.file, context, typed.wait);
    return await importList(typed, context);
  },
});

/** Uploads a list and takes it as far as is wanted. `programme`: its rows are appointments of it. */
export async function importList(typed: Omit<Input, 'into'>, context: Context, programme?: string): Promise<Answer> {
  const options = optionsOf(typed);
  const list = await openList(typed.file, context.io.stdin);
  const { importId, offset } = await begin(typed, options, list, context, programme);
  const uploaded = await upload(importId, offset, list, typed, context);
  const same = sameFileWords(uploaded);
  if (same !== '' && !context.json) context.io.err(`${same}\n`);
  if (!typed.wait) {
    const text = `Uploaded: ${importId} (${bytes(uploaded.bytes)}, SHA-256 ${uploaded.sha256})\nSee: outdial imports show ${importId}`;
    return { data: uploaded, text };
  }
  return await finish(importId, uploaded, context);
}

async function begin(
  typed: Omit<Input, 'into'>,
  options: ReturnType<typeof optionsOf>,
  list: LocalList,
  { api }: Context,
  programme: string | undefined,
): Promise<{ importId: string; offset: number }> {
  if (typed.resume !== undefined) {
    if (typed.file === '-') throw usageError('--resume needs a file: standard input cannot be read again');
    refuseOptions(typed, typed.resume);
    const begun = await api().call(API.uploadOffset, { params: { importId: typed.resume } });
    refuseOtherSize(list, begun);
    return begun;
  }
  return await api().call(API.startUpload, {
    body: {
      fileName: typed.name ?? list.name,
      options,
      wanted: typed.draft ? 'upload' : typed.check ? 'check' : 'commit',
      // What it asks of its people is looked at row by row, and the commit gives them to it.
      ...(typed.campaign === undefined ? {} : { campaignId: typed.campaign }),
      ...(programme === undefined ? {} : { purpose: 'appointments' as const, programmeId: programme }),
      ...(list.size === undefined ? {} : { fileBytes: list.size }),
    },
  });
}

/** What the list came with stands: to take no notice of other options would be to read it otherwise than was asked. */
function refuseOptions(typed: Omit<Input, 'into'>, importId: string): void {
  const { campaign, name, draft, check } = typed;
  const options = Object.keys(optionsOf(typed)).length > 0;
  if (!options && campaign === undefined && name === undefined && !draft && !check) return;
  throw usageError(
    'This list is on the server with its options already.',
    `Leave the options out here; change them with: outdial imports map ${importId}`,
  );
}

/** Bytes of another file behind those that are there would be found out at the end, and the upload be lost. */
function refuseOtherSize({ name, size }: LocalList, { totalBytes }: { totalBytes: number | null }): void {
  if (size === undefined || totalBytes === null || size === totalBytes) return;
  throw new CliError('other_file', `"${name}" has ${size} bytes, and the upload was begun with ${totalBytes}.`, {
    repair: 'Give the file that it was begun with, or begin again without --resume.',
  });
}

async function upload(importId: string, offset: number, list: LocalList, typed: Omit<Input, 'into'>, context: Context) {
  try {
    const { sha256 } = await sendPieces(context, importId, list, offset);
    return await context.api().call(API.finishUpload, { params: { importId }, body: { sha256 } });
  } catch (error) {
    // The bytes will not become a list: nobody goes on with this upload.
    if (typed.resume === undefined && error instanceof CliError && error.code.startsWith('file_')) {
      await context
        .api()
        .call(API.cancelImport, { params: { importId } })
        .catch(() => {});
    }
    const broken = mayPass(error) ? error : error === INTERRUPTED ? INTERRUPTED : undefined;
    if (typed.file === '-' || broken === undefined) throw error;
    const goOn = `outdial import ${typed.file} --resume ${importId}`;
    throw new CliError(broken.code, broken.message, {
      exitCode: broken.exitCode,
      repair: broken.repair === undefined ? `Go on with: ${goOn}` : `${broken.repair} Then: ${goOn}`,
      cause: error,
    });
  }
}

/** Waits for the last step. Ctrl-C stops the waiting; the import goes on. */
async function finish(importId: string, uploaded: unknown, context: Context): Promise<Answer> {
  const list = await followImport(importId, context);
  const { items, totals } = await context.api().call(API.groupProblems, { params: { importId } });
  return {
    data: { import: list, upload: uploaded, problems: items, totals },
    text: importWords(list, { items, totals }),
    exitCode: importExitCode(list),
  };
}
