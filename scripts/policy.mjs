import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives the built page a content security policy of its own, whoever serves it: scripts and styles are its files or, where
 * they stand in the page itself, exactly these; nothing is made from text, and nothing is asked of other hosts. The page of
 * `vite dev` has none: there the server writes into it.
 *
 * Source: https://www.w3.org/TR/CSP3/
 *
 * @returns {import('vite').Plugin}
 */
export function strictPolicy() {
  return {
    name: 'strict-policy',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((one) => one.endsWith('.html'))) {
        const path = join(dir, name);
        writeFileSync(path, withPolicy(readFileSync(path, 'utf8')));
      }
    },
  };
}

/**
 * The page with its policy as the first that a browser reads of it.
 *
 * @param {string} html
 */
function withPolicy(html) {
  return html.replace(
    '<head>',
    `<head>\n    <meta http-equiv="content-security-policy" content="${policyOf(html)}">`,
  );
}

/** @param {string} html */
function policyOf(html) {
  const styles = hashesOf(html, /<style[^>]*>(.*?)<\/style>/gs);
  // A page in one file has its fonts in its styles.
  const fonts = styles.length > 0 ? ['data:'] : [];
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...hashesOf(html, /<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs)].join(' ')}`,
    `style-src ${["'self'", ...styles].join(' ')}`,
    `font-src ${["'self'", ...fonts].join(' ')}`,
    "connect-src 'self'",
    "img-src 'self' blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/**
 * @param {string} html
 * @param {RegExp} element whose first group is what stands in it
 */
function hashesOf(html, element) {
  return [...html.matchAll(element)].map(([, text = '']) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  });
}
