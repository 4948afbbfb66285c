import type { Page } from 'playwright';

/** The experiment of a page that waits for the next test. */
export const AT_REST = '#count=20';
/** The window of a page that waits for the next test. */
export const WINDOW_AT_REST: Size = { width: 800, height: 560 };

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Gives a page a window of this size, unless it has it. */
export async function resized(page: Page, size: Size): Promise<void> {
  const now = page.viewportSize();
  if (now?.width !== size.width || now.height !== size.height) await page.setViewportSize(size);
}

/**
 * Brings a page back to how it was when it opened, as far as a user could: what was opened is closed, what was closed is
 * opened, notices are dismissed, nothing has the focus, the pointer is away, the experiment is the default one.
 *
 * @returns all that could be left of a test in the page: two pages with the same traces may stand in for each other
 */
export async function tidied(page: Page): Promise<string> {
  await page.mouse.move(-1, -1);
  await resized(page, WINDOW_AT_REST);
  await page.evaluate(tidy, AT_REST);
  return page.evaluate(traces);
}

async function tidy(link: string): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog[open]')) dialog.close();
  window.dispatchEvent(new PointerEvent('pointerdown')); // closes menus; the focus counts as the pointer's again
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  for (const title of document.querySelectorAll<HTMLElement>('.lil-root > * > .lil-gui > .lil-title')) {
    const shown = ['Objective', 'Learning rate'].includes(title.textContent ?? '');
    if (title.getAttribute('aria-expanded') !== String(shown)) title.click();
  }
  await window.etascope.load(link);
  await window.etascope.restart();
  window.etascope.pause();
  await frame();
  await frame();
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished)); // folders are slow to close
  for (const notice of document.querySelectorAll<HTMLElement>('.notice')) {
    if (!/on the CPU/.test(notice.innerText))
      notice.querySelector<HTMLElement>('[aria-label=Dismiss]')?.click();
  }
  for (const element of document.querySelectorAll('.lil-children')) element.scrollTop = 0;
  history.replaceState(null, '', link);
}

function traces(): string {
  /** What the clock, the census and the pointer write. */
  const passing = '.axes, .caption, .readout, .legend-counts';
  /** Whether there is anything to undo is asked of pages that are opened afresh. */
  const walkers = '.icon-button:is([aria-label=Undo], [aria-label=Redo])';
  const words = (text: string) => text.split(/ +/).filter(Boolean).sort().join(' '); // classes have no order
  const outline = (element: Element): readonly unknown[] => [
    element.tagName,
    [...element.attributes]
      .filter(({ name }) => !(element.id === 'plane' && name === 'aria-label')) // the picture in words
      .filter(({ name }) => !(name === 'disabled' && element.matches(walkers))) // what went before can be undone
      .map(({ name, value }) => `${name}=${value.replace(/lil-gui-name-\d+|lil-transition/, '').trim()}`)
      .filter(
        (text) => !/^((style|class)=|aria-invalid=false|style=.*(height|transform|left): .*)$/.test(text),
      )
      .map(words)
      .sort(),
    [element.scrollTop, Object(element).value, Object(element).checked, Object(element).open],
    element.matches(passing) ? [] : [...element.childNodes].filter(isSeen).map(outlineOf),
  ];
  const outlineOf = (node: Node) => (node instanceof Element ? outline(node) : node.textContent);
  /**
   * What is not shown is made, or brought up to date, when it is: all but what stands there until it is answered. The same
   * holds for who is off screen, for how they escaped, once there is one to count, and for what is spoken.
   */
  const isSeen = (node: Node) =>
    !(node instanceof Element) ||
    (node.checkVisibility() && !node.matches('.edges, .spoken, .escapes:not([open])'));
  const refusals = [...document.querySelectorAll<HTMLElement>('.refusal')]
    .filter((refusal) => getComputedStyle(refusal).display !== 'none')
    .map(({ textContent }) => textContent);
  /** The functions of the browser that are no longer its own. */
  const replaced = Object.getOwnPropertyNames(window).flatMap((name) => {
    const { prototype } = Object(Object.getOwnPropertyDescriptor(window, name)?.value) as {
      prototype?: object;
    };
    if (typeof prototype !== 'object') return [];
    return Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([key, { value, get, set }]) =>
      [value, get, set]
        .filter((one) => typeof one === 'function' && !/\[native code\]/.test(String(one)))
        .map(() => `${name}.${key}`),
    );
  });
  /** What a test may have the browser say of its user. */
  const MEDIA = ['prefers-reduced-motion', 'prefers-color-scheme: dark', 'forced-colors: active'].map(
    (feature) => `(${feature})`,
  );
  const own = [window, navigator, document, history, window.etascope].map((one) => Object.keys(one));
  return JSON.stringify({
    page: outline(document.documentElement),
    refusals,
    pointed: document.querySelectorAll(':hover').length,
    focus: document.activeElement?.tagName,
    size: [innerWidth, innerHeight],
    address: location.pathname,
    stored: [localStorage.length, sessionStorage.length],
    replaced,
    own,
    asked: MEDIA.filter((query) => matchMedia(query).matches),
  });
}
