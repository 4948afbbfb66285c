import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT = 2_000; // ms between two signs of life of the owner
const SILENCE = 60_000; // ms without one after which the owner counts as dead

/**
 * Runs `work` while holding the directory `lock`, so that of several processes only one is inside. One that has to wait
 * says so. The lock of a dead process is taken over: at once if it ran on this machine and no program that it started
 * goes on, else after a minute without a sign of life (containers that share a folder cannot see each other's processes).
 *
 * @template T
 * @param {string} lock path of a directory that exists only while someone works
 * @param {string} purpose what the work is, for people: "installing the packages"
 * @param {(started: (pid: number) => void) => Promise<T>} work tells of each program that it starts: one may outlive us
 * @returns {Promise<T>}
 */
export async function withLock(lock, purpose, work) {
  mkdirSync(dirname(lock), { recursive: true });
  const owner = [hostname(), process.pid];
  await acquire(lock, purpose, owner.join(' '));
  const beat = setInterval(() => touch(lock), BEAT);
  const release = () => {
    if (ownerOf(lock) === owner.join(' ')) {
      rmSync(lock, { recursive: true, force: true });
    }
  };
  process.once('exit', release);
  try {
    return await work((pid) => {
      owner.push(pid);
      writeFileSync(join(lock, 'owner'), owner.join(' '));
    });
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

/** @param {string} lock @param {string} purpose @param {string} owner */
async function acquire(lock, purpose, owner) {
  let seen = { beat: Number.NaN, at: 0 };
  let told = false;
  while (!claim(lock, owner)) {
    const beat = lastBeat(lock);
    if (beat !== seen.beat) {
      seen = { beat, at: performance.now() };
    }
    const holder = ownerOf(lock);
    if (isDead(holder) || performance.now() - seen.at > SILENCE) {
      takeAway(lock, holder);
      continue;
    }
    if (!told) {
      console.log(`Waiting: another process is ${purpose} …`);
      told = true;
    }
    await sleep(250);
  }
}

/** @param {string} lock @param {string} owner */
function claim(lock, owner) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) {
      return false;
    }
    throw error;
  }
  writeFileSync(join(lock, 'owner'), owner);
  return true;
}

/**
 * Renaming is atomic, so of several that wait only one removes the dead lock. If it turns out to be a lock that another
 * one has just taken, it is put back.
 *
 * @param {string} lock @param {string | null} holder
 */
function takeAway(lock, holder) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (ownerOf(aside) !== holder) {
      renameSync(aside, lock);
      return;
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) {
      throw error;
    }
  }
  rmSync(aside, { recursive: true, force: true });
}

/** @param {string} lock @returns {string | null} "host pid pid …", or null while the owner has not written it */
function ownerOf(lock) {
  try {
    return readFileSync(join(lock, 'owner'), 'utf8') || null;
  } catch {
    return null;
  }
}

/** @param {string | null} holder */
function isDead(holder) {
  const [host, ...pids] = holder?.split(' ') ?? [];
  return host === hostname() && !pids.some((pid) => isAlive(Number(pid)));
}

/**
 * Whether a process of this machine runs.
 *
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM'); // it runs, and belongs to somebody else
  }
}

/** @param {string} lock */
function lastBeat(lock) {
  try {
    return statSync(lock).mtimeMs;
  } catch {
    return 0;
  }
}

/** @param {string} lock */
function touch(lock) {
  const now = new Date();
  try {
    utimesSync(lock, now, now);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) {
      throw error;
    }
  }
}

/** @param {unknown} error @param {string} code */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
