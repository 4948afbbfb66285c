import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSingleFile, buildSite } from './page.mjs';
import { root } from './paths.mjs';

const folder = join(root, 'dist');
const [strange] = process.argv.slice(2);
if (strange !== undefined) {
  console.error(`npm run build takes no arguments (given: ${strange}); it writes into dist.`);
  process.exit(1);
}

await buildSite(folder);
const [files, bytes] = contentsOf(folder);
const page = await buildSingleFile();
writeFileSync(join(folder, 'etascope.html'), page);

console.log(
  `dist/                ${size(bytes)} in ${files} files: the site, for any web server and any folder of it`,
);
console.log(
  `dist/etascope.html   ${size(Buffer.byteLength(page))} (${size(gzipSync(page).length)} gzipped): all of it in one file, ` +
    'opened by double click',
);

/** @param {string} path @returns {[files: number, bytes: number]} */
function contentsOf(path) {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
  return [files.length, sizes.reduce((sum, one) => sum + one, 0)];
}

/** @param {number} bytes */
function size(bytes) {
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}
