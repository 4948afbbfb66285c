import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOrInstallBrowser } from './browser.mjs';
import { privateFolder, root } from './paths.mjs';
import { run } from './run.mjs';

const PROJECTS = ['unit', 'gpu', 'page'];
const PROGRAMS = {
  biome: '@biomejs/biome/bin/biome',
  tsc: 'typescript/bin/tsc',
  knip: 'knip/bin/knip.js',
  vitest: 'vitest/vitest.mjs',
};

/**
 * `npm test` runs every stage; `npm test -- gpu platform` only the tests of a project (optional) in files so named.
 */
const filters = process.argv.slice(2);

const checks = [
  { title: 'Format, lint, import cycles', run: () => tool('biome', 'ci', '--error-on-warnings') },
  { title: 'Types', run: () => tool('tsc', '--noEmit') },
  { title: 'Types of src alone, without those of Node', run: () => tool('tsc', '-p', 'tsconfig.src.json') },
  { title: 'Dead code', run: () => tool('knip') },
];
const stages = [
  ...(filters.length === 0 ? checks : []),
  ...(filters[0] === 'unit' ? [] : [{ title: 'Browser', run: browser }]),
  { title: 'Tests', run: tests },
];

let passed = 0;
let failed = 0;
for (const { title, run } of stages) {
  console.log(`\n── ${title}`);
  const start = performance.now();
  const problem = await run().catch((error) => String(error.message ?? error));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (problem !== null) {
    failed = Math.max(failed, 1);
    console.log(`\n✗ ${title} failed after ${seconds} s: ${problem}`);
    break;
  }
  console.log(`✓ ${title}, ${seconds} s`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** @returns {Promise<string | null>} what went wrong */
async function browser() {
  process.env['ETASCOPE_BROWSER'] = await findOrInstallBrowser();
  console.log(process.env['ETASCOPE_BROWSER']);
  return null;
}

/** @returns {Promise<string | null>} what went wrong */
async function tests() {
  const report = join(privateFolder('results'), 'results.json');
  const project = PROJECTS.includes(filters[0] ?? '') ? ['--project', `${filters.shift()}*`] : [];
  const problem = await tool(
    'vitest',
    'run',
    ...project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  );
  if (!existsSync(report)) {
    return problem ?? 'the test runner left no results';
  }
  const results = JSON.parse(readFileSync(report, 'utf8'));
  // A file that cannot even be loaded has no failed test: it counts as one.
  const broken = results.testResults.filter(isBroken).length;
  passed = results.numPassedTests;
  failed = results.numFailedTests + broken;
  return passed + failed === 0 ? 'no test ran' : problem;
}

/** @param {{ status: string, assertionResults: { status: string }[] }} file */
function isBroken({ status, assertionResults }) {
  return status === 'failed' && assertionResults.every((test) => test.status !== 'failed');
}

/**
 * Runs a program of the packages.
 *
 * @param {keyof typeof PROGRAMS} name
 * @param {string[]} args
 * @returns {Promise<string | null>} what went wrong
 */
async function tool(name, ...args) {
  const end = await run(process.execPath, [join(root, 'node_modules', PROGRAMS[name]), ...args]);
  return end === null ? null : `${name} ended with ${end}`;
}
