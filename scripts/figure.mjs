import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { chromium } from 'playwright';
import { browserFlags, findOrInstallBrowser } from './browser.mjs';
import { readArguments, USAGE } from './figureOptions.mjs';
import { buildAndServe } from './page.mjs';
import { shoot } from './shoot.mjs';

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
} else {
  try {
    await draw(readArguments(args));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** @param {import('./figureOptions.mjs').Order} order */
async function draw(order) {
  const path = resolve(process.env['INIT_CWD'] ?? '.', order.file); // npm goes to the project's folder first
  if (!existsSync(dirname(path))) throw new Error(`There is no folder ${dirname(path)} for the figure.`);
  const server = await buildAndServe({ port: 4700, open: false });
  const browser = await chromium.launch({ executablePath: await findOrInstallBrowser(), args: browserFlags });
  try {
    const start = performance.now();
    const file = await shoot(browser, server.url, order, tell);
    writeFileSync(path, file);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${order.file}   ${(file.length / 1000).toFixed(0)} kB, drawn in ${seconds} s`);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** @param {number} share of a clip */
function tell(share) {
  if (process.stdout.isTTY) process.stdout.write(share < 1 ? `\r${Math.floor(100 * share)} % ` : '\r');
}
