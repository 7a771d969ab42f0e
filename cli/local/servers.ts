import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where `outdial up` keeps data, logs and pid files; ignored by git, and the same wherever the command is called. */
export const UP_FOLDER = `${ROOT}.outdial/up`;
export const FILES_FOLDER = `${ROOT}.outdial/up/files`;

/** The processes of `outdial up`, in the order of their start; they stop in the other one. */
export const PARTS = ['postgres', 'temporal', 'redis', 'worker', 'api'] as const;
export type Part = (typeof PARTS)[number];

/** An address for people and logs: without its password. */
export function withoutPassword(address: string): string {
  return address.replace(/(\/\/[^:/@]*):[^@]*@/, '$1:***@');
}
