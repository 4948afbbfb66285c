import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a program in the folder of the project, its output going where ours goes.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ shell?: boolean, started?: (pid: number) => void }} [options] `shell`: let the shell find it; `started`: is told its process
 * @returns {Promise<string | null>} how it ended, if not well: its exit code, or the signal that ended it
 */
export function run(program, args, { shell = false, started } = {}) {
  return new Promise((resolve, reject) => {
    const child = shell
      ? spawn([program, ...args].join(' '), { cwd: root, stdio: 'inherit', shell })
      : spawn(program, args, { cwd: root, stdio: 'inherit' });
    if (child.pid !== undefined) {
      started?.(child.pid);
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code === 0 ? null : String(signal ?? code)));
  });
}
