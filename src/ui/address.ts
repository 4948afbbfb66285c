import { formatLink, type Rejected } from '../experiment/link';
import { messageOf } from './actions';
import { showNotice } from './notice';
import type { Session } from './session';

/** Milliseconds of rest after which the address is rewritten: browsers refuse to do it a hundred times a second. */
const REST = 300;
/** A change after so long a rest is written at once. */
const QUIET = 1000;

/**
 * Keeps the address of the page and the experiment the same, both ways: a reload or a copied address restores the
 * picture, and an address typed by hand is opened. Turning to another lesson or link is a new page for the browser, so that its
 * Back leads to how the last one was left.
 */
export function keepAddress(
  session: Session,
  onRejected: (rejected: readonly Rejected[]) => void,
): () => void {
  let timer = 0;
  let shown = location.hash;
  let changed = Number.NEGATIVE_INFINITY;
  const write = (how: 'pushState' | 'replaceState', link: string): void => {
    clearTimeout(timer);
    timer = 0;
    try {
      history[how](null, '', link);
    } catch {
      return; // in a sandbox a page has no address of its own
    }
    shown = location.hash;
  };
  const flush = (): void => {
    if (timer !== 0) write('replaceState', session.link);
  };
  const unwatch = session.watch((before, way) => {
    const { experiment, environment } = session;
    if (way === 'turn' && !experiment.embed) {
      const left = formatLink(before, environment);
      if (timer !== 0) write('replaceState', left);
      if (session.link !== left) write('pushState', session.link);
      return;
    }
    clearTimeout(timer);
    const now = performance.now();
    if (now - changed > QUIET) write('replaceState', session.link);
    else timer = window.setTimeout(flush, REST);
    changed = now;
  });
  const read = (): void => {
    if (location.hash === shown) return;
    clearTimeout(timer);
    timer = 0;
    shown = location.hash;
    session.open(shown, 'page').then(onRejected, (error: unknown) => showNotice({ text: messageOf(error) }));
  };
  const unlisten = listen(read, flush);
  return () => {
    flush();
    unwatch();
    unlisten();
  };
}

/** Reads the address when it has become another one, and writes it before the page is loaded again or left. */
function listen(read: () => void, flush: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const reload = ({ key, ctrlKey, metaKey }: KeyboardEvent): void => {
    if (key === 'F5' || ((ctrlKey || metaKey) && /^r$/i.test(key))) flush();
  };
  for (const type of ['popstate', 'hashchange']) window.addEventListener(type, read, { signal });
  for (const type of ['pagehide', 'beforeunload', 'blur']) window.addEventListener(type, flush, { signal });
  window.addEventListener('keydown', reload, { capture: true, signal });
  return () => stop.abort();
}
