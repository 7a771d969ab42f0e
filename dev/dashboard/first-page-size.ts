import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';

/** What a browser may have to fetch of JavaScript before the first page works. */
export const MAX_FIRST_PAGE_BYTES = 200_000;
/** The page that / leads to; its own chunk counts too. */
const FIRST_PAGE = 'pages/campaigns/list.tsx';

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
  }),
);

export interface FirstPageSize {
  totalBytes: number;
  files: { file: string; gzipBytes: number }[];
}

/** The gzipped JavaScript of the entry, the first page and all that both import, by size. */
export function firstPageSize(folder: string): FirstPageSize {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')));
  const wanted = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined || wanted.has(chunk.file)) return;
    wanted.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry === true) visit(key);
  visit(FIRST_PAGE);
  const files = [...wanted]
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({ file, gzipBytes: gzipSync(readFileSync(join(folder, file))).byteLength }))
    .toSorted((one, other) => other.gzipBytes - one.gzipBytes);
  return { files, totalBytes: files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) };
}
