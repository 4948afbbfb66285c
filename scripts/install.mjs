// Runs before `npm start` and `npm test`, when there may be no packages yet: nothing but Node's own modules in here.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

const stamp = join(root, 'node_modules', '.etascope-installed');

try {
  checkNode();
  await installIfNeeded();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (!fits) {
    throw new Error(
      `etascope needs Node 20.19 or later, 22.12 or later, or 23 and up; this is Node ${process.versions.node}.\n` +
        'A current one is at https://nodejs.org.',
    );
  }
}

async function installIfNeeded() {
  const wanted = fingerprint();
  if (installed() === wanted) {
    return;
  }
  await withLock(join(root, '.cache', 'install.lock'), 'installing the packages', async (started) => {
    if (installed() !== wanted) {
      console.log('Installing the packages (npm ci) …');
      await npmCi(started);
      writeFileSync(stamp, wanted); // last, so that an installation that was cut short does not count
    }
  });
}

/** What has to be installed: the lock file's contents, on this kind of machine (some packages are native). */
function fingerprint() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}`;
}

/** What was installed last: a fingerprint; nothing, where the packages are missing or incomplete. */
function installed() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return null;
  }
}

/** @param {(pid: number) => void} started */
async function npmCi(started) {
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  const npm = process.env['npm_execpath'];
  const problem = npm?.endsWith('npm-cli.js')
    ? await run(process.execPath, [npm, ...args], { started })
    : await run('npm', args, { started, shell: true });
  if (problem !== null) {
    throw new Error('The packages could not be installed: see the message of npm above.');
  }
}
