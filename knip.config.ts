import type { KnipConfig } from 'knip';

export default {
  entry: ['index.html'],
  project: ['src/**', 'tests/**', 'scripts/**', 'shaders/**'],
  compilers: { wgsl: () => '' }, // shaders import nothing; this makes knip look for those that nobody imports
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
