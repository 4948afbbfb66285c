import { join } from 'node:path';
import { findOrInstallBrowser } from './browser.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * `npm run fuzz` searches for input that breaks the page, every property for a minute; `npm run fuzz -- 10` for ten minutes.
 * It prints each seed; ETASCOPE_FUZZ_SEED=… takes one again. What is found is printed in its smallest form, and the command
 * fails.
 */
const [minutes = '1', ...strange] = process.argv.slice(2);
if (!(Number(minutes) > 0) || strange.length > 0) {
  console.error(
    `npm run fuzz takes the minutes for each property (given: ${process.argv.slice(2).join(' ')}).`,
  );
  process.exit(1);
}

process.env['ETASCOPE_BROWSER'] = await findOrInstallBrowser();
process.env['ETASCOPE_FUZZ_MINUTES'] = minutes;
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const ways = ['run', 'fuzz.test', '--project', 'unit', '--project', 'page', '--disable-console-intercept'];
const end = await run(process.execPath, [vitest, ...ways]);
console.log(end === null ? '\nNothing was found.' : '\nSomething was found: see above.');
process.exit(end === null ? 0 : 1);
