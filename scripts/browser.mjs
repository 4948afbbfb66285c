import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * The software WebGPU that runs the same everywhere (the first three are needed together: without one of them the GPU
 * process dies, or pictures come out blank). Where a CPU plays the GPU, all but WebGPU is drawn sooner without it: what is
 * painted into 2D canvases, and the elements of the page. ETASCOPE_GPU=1 leaves them out and tests on the machine's own
 * GPU; macOS always has one.
 */
const software =
  process.env['ETASCOPE_GPU'] === '1' || process.platform === 'darwin'
    ? []
    : [
        '--use-webgpu-adapter=swiftshader',
        '--use-vulkan=swiftshader',
        '--use-angle=swiftshader',
        '--disable-gpu-rasterization',
        '--disable-accelerated-2d-canvas',
      ];

/** What the browser is started with: WebGPU on, and nothing that talks to the network by itself. */
export const browserFlags = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  ...software,
  '--ignore-gpu-blocklist',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The Chromium, Chrome or Edge of this machine: the one that ETASCOPE_BROWSER or CHROME_PATH names, else the first at the
 * usual places and on the PATH.
 *
 * @returns {string | null} the path of its program
 * @throws {Error} if a variable names a file that is not there
 */
export function findBrowser() {
  for (const name of ['ETASCOPE_BROWSER', 'CHROME_PATH']) {
    const path = process.env[name];
    if (path) {
      if (!existsSync(path)) {
        throw new Error(`${name} names ${path}, and there is no such file.`);
      }
      return path;
    }
  }
  return usualPlaces().find((path) => existsSync(path) && answers(path)) ?? null;
}

/**
 * The same, after installing Chromium where none is found and that can be done without asking.
 *
 * @returns {Promise<string>}
 * @throws {Error} that says what to install
 */
export async function findOrInstallBrowser() {
  const found = findBrowser();
  if (found !== null) {
    return found;
  }
  const administrator = asAdministrator();
  if (!hasAptChromium() || administrator === null) {
    throw new Error(advice());
  }
  return withLock(join(root, '.cache', 'browser.lock'), 'installing Chromium', async (started) => {
    const path = findBrowser() ?? (await installChromium(administrator, started));
    if (path === null) {
      throw new Error(`Chromium could not be installed.\n${advice()}`);
    }
    return path;
  });
}

/** @returns {string[]} */
function usualPlaces() {
  const env = process.env;
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].flatMap((name) =>
      ['', env['HOME'] ?? ''].map((home) => `${home}/Applications/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (process.platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((path) => path);
    return [
      'Chromium\\Application\\chrome',
      'Google\\Chrome\\Application\\chrome',
      'Microsoft\\Edge\\Application\\msedge',
    ].flatMap((program) => roots.map((path) => `${path}\\${program}.exe`));
  }
  const folders = [
    ...(env['PATH'] ?? '').split(delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/opt/google/chrome',
    '/snap/bin',
  ];
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'chrome',
    'microsoft-edge',
  ];
  return names.flatMap((name) =>
    [...new Set(folders)].filter((path) => path).map((path) => join(path, name)),
  );
}

/**
 * Whether the program tells its version. On Ubuntu /usr/bin/chromium-browser may be a stub that only advertises the snap;
 * on Windows a browser opens a window when asked.
 *
 * @param {string} path
 */
function answers(path) {
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;
}

/** Debian and its descendants, without Ubuntu: there the package is a stub that fetches a snap. */
function hasAptChromium() {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release') || !existsSync('/usr/bin/apt-get')) {
    return false;
  }
  const release = readFileSync('/etc/os-release', 'utf8');
  return /^ID(_LIKE)?=.*debian/m.test(release) && !/^ID=.*ubuntu/m.test(release);
}

/** @returns {string[] | null} what to put before a command so that it may install; null if that needs a password */
function asAdministrator() {
  if (process.getuid?.() === 0) {
    return [];
  }
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}

/** @param {string[]} administrator @param {(pid: number) => void} started */
async function installChromium(administrator, started) {
  console.log('No browser found: installing Chromium (apt-get install chromium) …');
  const aptGet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300'];
  for (const task of [['update'], ['install', '-y', 'chromium']]) {
    const [program = '', ...args] = [...administrator, ...aptGet, ...task];
    await run(program, args, { started }); // whether it went well shows below
  }
  return findBrowser();
}

function advice() {
  const debian = hasAptChromium() ? ['  sudo apt-get install chromium'] : [];
  return [
    'The tests need Chromium, Google Chrome or Microsoft Edge, and none was found. Install one of them:',
    ...debian,
    '  https://www.google.com/chrome (on Ubuntu too: its apt package of Chromium holds no browser)',
    'or name the program of the one you have in ETASCOPE_BROWSER.',
  ].join('\n');
}
