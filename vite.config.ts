import { defineConfig, type Plugin } from 'vite';
import { strictPolicy } from './scripts/policy.mjs';

export default defineConfig({
  base: './',
  build: {
    target: 'esnext',
    // Fonts stay files of their own: a strict content security policy allows no others.
    assetsInlineLimit: (path) => (path.endsWith('.woff2') ? false : undefined),
    chunkSizeWarningLimit: 2000, // kB; `npm run bench -- size` watches what is loaded at first
    rolldownOptions: { checks: { bundlerTimings: false } }, // a busy machine is no fault of the build
  },
  preview: { cors: { origin: '*' } }, // a figure in a sandbox is nobody's origin, and loads its scripts from here
  plugins: [fewerFonts(), strictPolicy()],
});

/** KaTeX's style sheet lists 60 files of fonts; every browser with WebGPU reads woff2, and no formula here is in a fancy script. */
function fewerFonts(): Plugin {
  const fancy = /@font-face\s*\{[^}]*KaTeX_(?:Fraktur|SansSerif|Script|Typewriter)[^}]*\}/g;
  const older = /,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g;
  return {
    name: 'fewer-fonts',
    enforce: 'pre',
    transform: {
      filter: { id: /katex(?:\.min)?\.css$/ },
      handler: (style) => ({ code: style.replace(fancy, '').replace(older, ''), map: null }),
    },
  };
}
