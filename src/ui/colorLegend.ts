import { css, THEMES } from '../experiment/theme';
import { type ContourScale, contourLevel } from '../objectives/contours';
import { el } from './dom';
import { figures } from './numbers';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** More labels than this would touch each other. */
const MOST_LABELS = 5;

export interface ColorLegend extends Part {
  readonly element: HTMLElement;
}

/** The colours of the contour bands and the levels between them. */
export function mountColorLegend(session: Session, root: HTMLElement): ColorLegend {
  const { instrument } = session;
  const title = el('p', { class: 'scale-title' });
  const bar = el('canvas', { class: 'scale-bar', 'aria-hidden': 'true' });
  const labels = el('div', { class: 'scale-labels' });
  const element = el('section', { class: 'scale card', 'aria-label': 'Colours of f' }, title, bar, labels);
  root.append(element);
  const update = whenChanged(
    () => [instrument.contourScale, instrument.experiment.theme, instrument.experiment.contours],
    (scale, theme, shown) => {
      element.hidden = !shown;
      title.replaceChildren(...titleOf(scale));
      paintBar(bar, scale, theme);
      labels.replaceChildren(...labelsOf(scale));
    },
  );
  return { element, update, dispose: () => element.remove() };
}

function titleOf({ signed }: ContourScale): readonly (Node | string)[] {
  const f = () => el('var', {}, 'f');
  return signed ? [f()] : [f(), ' − ', f(), el('sup', {}, '∗')];
}

function paintBar(bar: HTMLCanvasElement, { bands }: ContourScale, theme: keyof typeof THEMES): void {
  bar.width = bands;
  bar.height = 1;
  const context = bar.getContext('2d');
  if (context === null) return;
  for (let n = 0; n < bands; n++) {
    context.fillStyle = css(THEMES[theme].band(n, bands));
    context.fillRect(n, 0, 1, 1);
  }
}

/** The strong lines carry the numbers: of `f − f*` where f has a floor, else of f. */
function labelsOf(scale: ContourScale): readonly HTMLElement[] {
  return labelledLines(scale).map((n) => {
    const level = contourLevel({ ...scale, floor: 0 }, n);
    const label = el('span', { class: 'scale-label' }, figures(level, 2));
    label.style.left = `${(100 * n) / scale.bands}%`;
    return label;
  });
}

/** Every strong line, or every second, third, … of them if there are many. */
function labelledLines({ bands, every }: ContourScale): readonly number[] {
  const strong = Array.from({ length: Math.floor(bands / every) + 1 }, (_, n) => n * every);
  const skip = Math.ceil(strong.length / MOST_LABELS);
  return strong.filter((_, n) => n % skip === 0);
}
