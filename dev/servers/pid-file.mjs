// Plain JavaScript, because the guard must start in milliseconds on nothing but node.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * What is written about a process that we started.
 * @typedef {object} PidFile
 * @property {string} name
 * @property {number} pid
 * @property {string} identity      start of the process, as the kernel tells it
 * @property {number} port
 * @property {string} stopSignal    signal of a clean stop
 * @property {number} ownerPid      who stops it; 0 = nobody, it runs until `outdial down`
 * @property {string} ownerIdentity
 * @property {Record<string, string>} details
 */

/**
 * What tells a process from a later one with the same pid: the moment of its start (a title can change).
 * Undefined when there is no such process, or only a zombie.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function processIdentity(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
    }
    const line = execFileSync('ps', ['-p', String(pid), '-o', 'stat=,lstart='], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
export function commandLine(pid) {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** @param {number} pid @param {string} identity */
export function isSameProcess(pid, identity) {
  return pid > 0 && identity !== '' && processIdentity(pid) === identity;
}

/** @param {string} folder @param {PidFile} entry */
export function writePidFile(folder, entry) {
  writeFileSync(join(folder, `${entry.name}.pid`), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}

/** @param {string} folder @param {string} name */
export function removePidFile(folder, name) {
  rmSync(join(folder, `${name}.pid`), { force: true });
}

/**
 * The pid files of a folder; one that cannot be read counts as absent.
 * @param {string} folder
 * @returns {PidFile[]}
 */
export function readPidFiles(folder) {
  /** @type {PidFile[]} */
  const found = [];
  let names;
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.pid'));
  } catch {
    return found;
  }
  for (const name of names) {
    try {
      const entry = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      if (entry.name === basename(name, '.pid') && Number.isInteger(entry.pid)) found.push(entry);
    } catch {
      // Half written by a process that was killed then.
    }
  }
  return found;
}

/**
 * Stops a process of ours and waits until it is gone; SIGKILL after the grace. A pid that meanwhile belongs to
 * somebody else is left alone.
 * @param {{ pid: number, identity: string, stopSignal: string }} entry
 * @param {number} graceMs
 */
export async function stopProcess(entry, graceMs = 8_000) {
  const giveUpAt = Date.now() + graceMs;
  let signal = entry.stopSignal;
  while (isSameProcess(entry.pid, entry.identity)) {
    if (signal !== '') {
      try {
        process.kill(entry.pid, signal);
      } catch {
        return;
      }
    }
    signal = '';
    if (Date.now() > giveUpAt) signal = 'SIGKILL';
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
