import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from './lock.mjs';

/** The folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * A new folder in the project's cache that no other process uses: two runs at once stay out of each other's way.
 * It goes with this process; what a process that was killed left behind goes with the next call.
 *
 * @param {string} purpose a word, the start of the folder's name
 */
export function privateFolder(purpose) {
  const cache = join(root, '.cache');
  const prefix = `${purpose}@${hostname()}@`;
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    if (name.startsWith(prefix) && !isAlive(Number.parseInt(name.slice(prefix.length), 10))) {
      remove(join(cache, name));
    }
  }
  const folder = mkdtempSync(join(cache, `${prefix}${process.pid}@`));
  process.once('exit', () => remove(folder));
  return folder;
}

/** @param {string} folder */
function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
