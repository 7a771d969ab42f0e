/** Speaks to the person at the terminal. */
export interface Say {
  step: (text: string) => void;
  line: (text: string) => void;
  /** Replaces the last progress line on a terminal; elsewhere a line now and then. */
  progress: (text: string) => void;
}

const PROGRESS_EVERY_MS = 3_000;

/** `output` is the terminal, or a file or pipe. */
export function createSay(output: NodeJS.WriteStream): Say {
  let steps = 0;
  let open = false;
  let lastProgressMs = -Infinity;
  const line = (text: string): void => {
    if (open) output.write('\n');
    open = false;
    output.write(`${text}\n`);
  };
  return {
    line,
    step: (text) => {
      steps += 1;
      line(`\n${steps}. ${text}`);
    },
    progress: (text) => {
      if (output.isTTY) {
        output.write(`\r\u001b[2K${text.slice(0, output.columns - 1)}`);
        open = true;
      } else if (performance.now() - lastProgressMs >= PROGRESS_EVERY_MS) {
        lastProgressMs = performance.now();
        line(text);
      }
    },
  };
}
