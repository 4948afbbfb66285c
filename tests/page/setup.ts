import type { TestProject } from 'vitest/node';
import { findBrowser } from '../../scripts/browser.mjs';
import { buildAndServe } from '../../scripts/page.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built page is served. */
    pageUrl: string;
    /** The program of the browser. */
    browserPath: string;
  }
}

/** Builds and serves the page once for all page tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const browserPath = findBrowser();
  if (browserPath === null) {
    throw new Error('No browser found: npm test installs one, or says how.');
  }
  const server = await buildAndServe({ port: 4300, open: false });
  project.provide('pageUrl', server.url);
  project.provide('browserPath', browserPath);
  return server.close;
}
