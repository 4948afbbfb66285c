import { buildAndServe } from './page.mjs';

const server = await buildAndServe({ port: 4173, open: hasDesktop() });
console.log(`\n  etascope runs at ${server.url}   (Ctrl+C ends it)\n`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => process.exit(0));
}

function hasDesktop() {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (CI || !process.stdout.isTTY) {
    return false;
  }
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}
