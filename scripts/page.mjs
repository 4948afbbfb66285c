import { join } from 'node:path';
import { build, preview } from 'vite';
import { privateFolder, root } from './paths.mjs';

/**
 * Builds the page into a folder of this process and serves it on localhost, at the port asked for or the next free one.
 *
 * @param {{ port: number, open: boolean }} options `open`: show it in the desktop's browser
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function buildAndServe({ port, open }) {
  const configFile = join(root, 'vite.config.ts');
  const outDir = join(privateFolder('page'), 'dist');
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production'; // a test runner says "test", and would get another page than the user's
  await build({ root, configFile, logLevel: 'warn', build: { outDir } });
  if (NODE_ENV !== undefined) {
    process.env['NODE_ENV'] = NODE_ENV;
  }
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
