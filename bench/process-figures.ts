import { readFileSync, readdirSync } from 'node:fs';

/** CPU seconds and peak memory of one process, from /proc (Linux). Zeros where it is gone or /proc is missing. */
export interface ProcessFigures {
  cpuMs: number;
  peakRssMb: number;
}

/** Ticks per second of /proc/PID/stat: 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** `withChildren` adds the processes that it started: a Postgres server works in its backends. */
export function figuresOf(pid: number, withChildren = false): ProcessFigures {
  const own = readOne(pid);
  if (!withChildren) return own;
  return childrenOf(pid).reduce((sum, child) => {
    const next = readOne(child);
    return { cpuMs: sum.cpuMs + next.cpuMs, peakRssMb: Math.max(sum.peakRssMb, next.peakRssMb) };
  }, own);
}

function readOne(pid: number): ProcessFigures {
  try {
    // Fields 14 and 15 after the command's name, which may hold spaces; 16 and 17 are those of ended children.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0);
    const peakKb = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    return { cpuMs: ticks * TICK_MS, peakRssMb: Math.round(Number(peakKb) / 1024) };
  } catch {
    return { cpuMs: 0, peakRssMb: 0 };
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
