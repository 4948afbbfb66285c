import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserFlags, findBrowser } from './scripts/browser.mjs';
import { privateFolder } from './scripts/paths.mjs';

/**
 * Half of the time that tests on the GPU take: a browser of their own runs them, as each has one queue for its GPU. Those
 * that share compiled kernels stay together.
 */
const LONG = ['checks', 'trials', 'fates', 'recorder'].map((name) => `tests/gpu/${name}.test.ts`);

export default defineConfig({
  cacheDir: privateFolder('vite'),
  test: {
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          testTimeout: 60_000,
          // Starting a process and reading the sources anew for every file took as long as the tests.
          isolate: false,
        },
      },
      {
        extends: true,
        // Found out here, not when a test first imports them: that would reload the page in the middle of the tests.
        optimizeDeps: { include: ['lil-gui', 'mathjs/number', 'wgsl_reflect'] },
        test: {
          name: 'gpu',
          testTimeout: 60_000,
          fileParallelism: false,
          isolate: false,
          browser: {
            enabled: true,
            headless: true,
            viewport: { width: 1280, height: 720 },
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: findBrowser() ?? 'no browser found: npm test installs one, or says how',
                args: browserFlags,
              },
            }),
            instances: [
              { browser: 'chromium', name: 'gpu 1', include: LONG },
              { browser: 'chromium', name: 'gpu 2', include: ['tests/gpu/**/*.test.ts'], exclude: LONG },
            ],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['tests/page/**/*.test.ts'],
          globalSetup: 'tests/page/setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          // Where two cores are CPU and GPU for everyone, a browser now and then stalls for longer than any test waits. The
          // report says which tests were tried again.
          retry: 1,
          // Every file began with a browser and a page of its own, and read the sources anew.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
