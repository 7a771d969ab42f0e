import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { readText } from '../../parse/json-file.ts';
import type { Context } from '../../verb.ts';

export const KEY_FLAGS = [
  { flags: '--api-key <key>', help: "the provider's API key; other users of the machine can see it meanwhile" },
  { flags: '--api-key-file <file>', help: 'the same, from a file; "-" reads standard input' },
] as const;
export const keyInput = { apiKey: z.string().optional(), apiKeyFile: z.string().optional() };
/** The provider's key from one of its two flags. Throws CliError. */
export async function readKey(
  input: { apiKey?: string | undefined; apiKeyFile?: string | undefined },
  { io }: Context,
): Promise<string> {
  if (input.apiKey !== undefined && input.apiKeyFile !== undefined) {
    throw usageError('Give --api-key or --api-key-file, not both');
  }
  if (input.apiKey !== undefined) return input.apiKey;
  if (input.apiKeyFile === undefined) throw usageError('--api-key or --api-key-file is missing');
  return (await readText(input.apiKeyFile, io.stdin)).trim();
}
