import { button, el } from './dom';

/** One entry of a menu: what it looks like, and what it does. */
export interface MenuItem {
  readonly element: HTMLButtonElement;
  readonly update: () => void;
}

/** A list of switches beside the button that opens it. */
export interface Menu {
  readonly toggle: () => void;
  readonly update: () => void;
  readonly dispose: () => void;
}

/** Pixels between the button and the menu, and between the menu and the edge of the window. */
const GAP = 4;
const EDGE = 16;

/**
 * A menu with these entries, made anew whenever it opens; without any it stays closed. It closes on Escape, on a press elsewhere (which the plane
 * then does not take for a click on itself) and when the focus moves on; the arrow keys walk through it.
 */
export function attachMenu(
  opener: HTMLButtonElement,
  root: HTMLElement,
  label: string,
  makeItems: () => readonly MenuItem[],
): Menu {
  const list = el('div', { class: 'menu', role: 'menu', 'aria-label': label });
  root.append(list);
  let items: readonly MenuItem[] = [];
  let open: AbortController | null = null;

  const close = (): void => {
    open?.abort();
    open = null;
    list.hidden = true;
    list.replaceChildren();
    items = [];
    opener.setAttribute('aria-expanded', 'false');
  };
  const show = (): void => {
    items = makeItems();
    if (items.length === 0) return;
    list.replaceChildren(...items.map(({ element }) => element));
    for (const item of items) item.update();
    list.hidden = false;
    placeBelow(list, opener);
    opener.setAttribute('aria-expanded', 'true');
    items[0]?.element.focus();
    open = new AbortController();
    watch(list, opener, close, open.signal);
  };
  const toggle = (): void => (open === null ? show() : close());
  opener.setAttribute('aria-haspopup', 'menu');
  opener.addEventListener('click', toggle);
  close();
  const update = (): void => {
    for (const item of items) item.update();
  };
  const dispose = (): void => {
    close();
    list.remove();
  };
  return { toggle, update, dispose };
}

/** An entry that is on or off. */
export function menuSwitch(run: () => void, ...children: readonly (Node | string)[]): HTMLButtonElement {
  const attributes = { class: 'menu-item', role: 'menuitemcheckbox', tabindex: '-1' };
  return button(attributes, run, ...children, el('span', { class: 'menu-check', 'aria-hidden': 'true' }));
}

function watch(list: HTMLElement, opener: HTMLElement, close: () => void, signal: AbortSignal): void {
  const isInside = (target: EventTarget | null): boolean =>
    target instanceof Node && (list.contains(target) || opener.contains(target));
  const press = (event: PointerEvent): void => {
    if (isInside(event.target)) return;
    if (event.target instanceof HTMLCanvasElement) event.stopPropagation();
    close();
  };
  const leave = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null && !isInside(relatedTarget)) close();
  };
  const walk = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      close();
      opener.focus();
    } else if (!step(list, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('pointerdown', press, { capture: true, signal });
  window.addEventListener('keydown', walk, { signal });
  window.addEventListener('resize', close, { signal });
  list.addEventListener('focusout', leave, { signal });
}

/** Moves the focus as a key asks for; whether it did. */
function step(list: HTMLElement, key: string): boolean {
  const entries = [...list.querySelectorAll<HTMLElement>('.menu-item')];
  const at = entries.findIndex((entry) => entry.matches(':focus'));
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? -1 : at - 1,
    Home: 0,
    End: -1,
  };
  const target = targets[key];
  if (target === undefined) return false;
  entries.at(target % entries.length)?.focus();
  return true;
}

function placeBelow(list: HTMLElement, opener: HTMLElement): void {
  const { left, bottom } = opener.getBoundingClientRect();
  const top = bottom + GAP;
  list.style.left = `${left}px`;
  list.style.top = `${top}px`;
  list.style.maxWidth = `${innerWidth - left - EDGE}px`;
  list.style.maxHeight = `${innerHeight - top - EDGE}px`;
}
