import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, preview } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { privateFolder, root } from './paths.mjs';

const configFile = join(root, 'vite.config.ts');

/**
 * Builds the page into a folder of this process and serves it on localhost, at the port asked for or the next free one.
 *
 * @param {{ port: number, open: boolean }} options `open`: show it in the desktop's browser
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function buildAndServe({ port, open }) {
  const outDir = join(privateFolder('page'), 'dist');
  await buildSite(outDir);
  const server = await preview({
    root,
    configFile,
    logLevel: 'warn',
    build: { outDir },
    preview: { port, open },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) {
    throw new Error('The page was built, but no local address could be served.');
  }
  return { url, close: () => server.close() };
}

/**
 * The page as a folder for a web server, at whatever address below it: all that it fetches is named relative to it.
 *
 * @param {string} outDir emptied first
 */
export async function buildSite(outDir) {
  await buildWith({ build: { outDir, emptyOutDir: true } });
}

/**
 * The page as one file that needs no other and no server: scripts, styles and fonts stand in it, those too that the site
 * loads when they are first wanted.
 *
 * @returns {Promise<string>} its HTML
 */
export async function buildSingleFile() {
  const outDir = join(privateFolder('single'), 'dist');
  await buildWith({ plugins: [viteSingleFile()], build: { outDir, emptyOutDir: true } });
  return readFileSync(join(outDir, 'index.html'), 'utf8');
}

/** @param {import('vite').InlineConfig} options */
async function buildWith(options) {
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production'; // a test runner says "test", and would get another page than the user's
  await build({ root, configFile, logLevel: 'warn', ...options });
  if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
  else process.env['NODE_ENV'] = NODE_ENV;
}
