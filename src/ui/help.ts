import { button, el } from './dom';

const CLOCK = [
  ['Space', 'play or pause'],
  ['→', 'one step'],
  ['R', 'restart, k = 0'],
  ['Ctrl Z', 'undo'],
  ['Ctrl ⇧ Z', 'redo'],
  ['L', 'copy the link'],
  ['S', 'save a picture, a clip, data'],
  ['?', 'this page'],
  ['Esc', 'close'],
] as const;

const SHOWN = [
  ['+  −', 'zoom in, zoom out'],
  ['0', 'home view'],
  ['Shift  ← → ↑ ↓', 'move the plane'],
  ['Tab', 'next control; on the plane arrows move a crosshair, Enter places a pair'],
  ['M', 'methods to add'],
  ['D', 'dock: plots, checks, diagrams'],
  ['G', 'fate map: what becomes of each point'],
  ['E', 'fan: many η from one start'],
] as const;

/** What presenter remotes send is among them. */
const LECTURE = [
  ['Page ↓', 'next lesson'],
  ['Page ↑', 'lesson before'],
  ['B  .', 'black screen, at rest'],
  ['P', 'for a projector: large, of high contrast'],
  ['F', 'full screen'],
] as const;

const POINTER = [
  ['drag', 'move the plane'],
  ['wheel, pinch', 'zoom about the pointer'],
  ['click', 'place a pair: one particle of each method'],
  ['Shift + click', 'mark the pair there, to follow it'],
  ['double click', 'home view'],
  ['point', 'read x, y, f and ‖∇f‖'],
  ['click in the legend', 'a method off, and on again'],
] as const;

let shown: HTMLDialogElement | null = null;

/** Opens the page of keys and gestures, above everything else, or closes it. */
export function toggleHelp(root: HTMLElement): void {
  if (!shown?.isConnected) {
    shown = helpPage();
    root.append(shown);
  }
  if (shown.open) shown.close();
  else shown.showModal();
}

function helpPage(): HTMLDialogElement {
  const dialog = el('dialog', { class: 'help', 'aria-labelledby': 'help-title' });
  const close = button({ class: 'help-close', 'aria-label': 'Close' }, () => dialog.close(), '×');
  dialog.append(
    el('header', {}, el('h2', { id: 'help-title' }, 'Keys and gestures'), close),
    el(
      'div',
      { class: 'help-columns' },
      table('Experiment', CLOCK, 'kbd'),
      table('Picture', SHOWN, 'kbd'),
      table('Lecture and remote', LECTURE, 'kbd'),
      table('Pointer', POINTER, 'span'),
    ),
    el('p', {}, story()),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close(); // beside the page
  });
  return dialog;
}

function story(): string {
  return (
    'From the same starts, gradient descent jumps along straight chords, one dot at every step, and gradient flow ' +
    'follows its smooth curve, on one clock t = kη. The learning rate η decides how far apart they are. Other methods ' +
    'are added in the legend; the panel has their rules, limits, rates and clocks.'
  );
}

function table(
  title: string,
  rows: readonly (readonly [string, string])[],
  tag: 'kbd' | 'span',
): HTMLElement {
  const list = el('dl');
  for (const [name, meaning] of rows) {
    const names = tag === 'kbd' ? name.split('  ').map((key) => el('kbd', {}, key)) : [name];
    list.append(el('dt', {}, ...names), el('dd', {}, meaning));
  }
  return el('section', {}, el('h3', {}, title), list);
}
