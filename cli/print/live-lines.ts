import type { Io } from '../io.ts';

/**
 * A block of lines at the bottom of a terminal that is written over again and again. On anything else than a terminal
 * it is silent: what a pipe or a log should keep is printed by other means.
 */
export function liveLines(io: Pick<Io, 'err' | 'errIsTty' | 'columns'>): {
  show: (lines: readonly string[]) => void;
  /** Takes the block away. */
  clear: () => void;
} {
  let shown = 0;
  const clear = (): void => {
    if (shown > 0) io.err(`\u001b[${shown}A\u001b[0J`);
    shown = 0;
  };
  return {
    clear,
    show: (lines) => {
      if (!io.errIsTty) return;
      clear();
      // A wrapped line would take two rows, and the next block would start too low.
      io.err(lines.map((line) => `${cut(line, Math.max(20, io.columns - 1))}\n`).join(''));
      shown = lines.length;
    },
  };
}

const cut = (line: string, columns: number): string => {
  const letters = [...line];
  return letters.length > columns ? `${letters.slice(0, columns - 1).join('')}…` : line;
};

/** `[#####-----]` */
export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]`;
}
