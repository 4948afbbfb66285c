import type { Experiment } from '../experiment/experiment';
import { css, gapColor, THEMES } from '../experiment/theme';
import { type ContourScale, contourLevel } from '../objectives/contours';
import { type Gaps, gapRange } from '../theory/gap';
import { el, explain, write } from './dom';
import { KEPT } from './kept';
import { mathElement } from './mathText';
import { figures, power, whole } from './numbers';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** More labels than this would touch each other. */
const MOST_LABELS = 5;
/** Steps of a bar of continuous colours. */
const SHADES = 64;

export interface ColorLegend extends Part {
  readonly element: HTMLElement;
}

/** A block of the legend, hidden where its colours are not on the plane. */
export type Colors = Part & { readonly element: HTMLElement };

/** What the colours on the plane say: the bands of f, above them the gaps of the pairs and whatever else is shown. */
export function mountColorLegend(
  session: Session,
  root: HTMLElement,
  others: readonly Colors[] = [],
): ColorLegend {
  const { instrument } = session;
  const gaps = gapScale();
  const bands = bandScale();
  const element = el(
    'section',
    { class: 'scale card', 'aria-label': 'Colours' },
    ...others.map((other) => other.element),
    gaps.element,
    bands.element,
  );
  root.append(element);
  // The panel above makes room.
  const above = [gaps.element, ...others.map((other) => other.element)];
  const observer = new ResizeObserver(() => {
    const height = above.reduce((sum, block) => sum + block.offsetHeight, 0);
    root.style.setProperty('--gaps', `${height}px`);
  });
  for (const block of above) observer.observe(block);
  const updateBands = whenChanged(
    () => [instrument.contourScale, instrument.experiment.theme, areBandsShown(instrument.experiment)],
    (scale, theme, shown) => {
      bands.element.hidden = !shown;
      bands.show(scale, theme);
    },
  );
  const updateGaps = whenChanged(
    () => [instrument.experiment.apart, instrument.gaps, instrument.experiment.theme],
    gaps.show,
  );
  const update = (): void => {
    updateBands();
    updateGaps();
    for (const other of others) other.update();
    const { experiment } = instrument;
    element.hidden =
      !areBandsShown(experiment) && !experiment.apart && others.every((other) => other.element.hidden);
  };
  const dispose = (): void => {
    observer.disconnect();
    element.remove();
  };
  return { element, update, dispose };
}

/** Fates take the place of the bands. */
function areBandsShown({ contours, fate }: Experiment): boolean {
  return contours && !fate;
}

/** A bar of colours with a title above and numbers below. */
export function scale(label: string) {
  const title = el('p', { class: 'scale-title' });
  const bar = el('canvas', { class: 'scale-bar', 'aria-hidden': 'true' });
  const labels = el('div', { class: 'scale-labels' });
  const element = el('div', { class: 'scale-block', role: 'group', 'aria-label': label }, title, bar, labels);
  return { element, title, bar, labels };
}

/** The colours of the contour bands and the levels between them. */
function bandScale() {
  const { element, title, bar, labels } = scale('Colours of f');
  const show = (contours: ContourScale, theme: keyof typeof THEMES): void => {
    title.replaceChildren(...titleOf(contours));
    paintBar(bar, contours.bands, (n) => css(THEMES[theme].band(n, contours.bands)));
    labels.replaceChildren(...levelLabels(contours));
  };
  return { element, show };
}

/** The colours of the gaps between gradient descent and the flow, and what these are. */
function gapScale() {
  const { element, title, bar, labels } = scale('Colours of the starts');
  const words = el('p', { class: 'scale-words' });
  element.classList.add('scale-gaps');
  element.append(words);
  title.append('gap ', mathElement('‖θₖ − θ(kη)‖'), ', on the starts');
  explain(
    element,
    'How far gradient descent is from gradient flow at the same time, in units of the plane; a pair’s colour is on its start.',
  );
  const show = (shown: boolean, gaps: Gaps | string | null, theme: keyof typeof THEMES): void => {
    element.hidden = !shown;
    paintBar(bar, SHADES, (n) => css(gapColor(n / (SHADES - 1), theme)));
    const known = gaps !== null && typeof gaps !== 'string';
    bar.hidden = labels.hidden = !known;
    if (known) labels.replaceChildren(...decadeLabels(gaps));
    write(words, known ? gapWords(gaps) : (gaps ?? 'not measured yet'));
  };
  return { element, show };
}

/** "median 0.012, largest 0.31; 3 pairs with a diverged particle are grey" */
function gapWords({ median, max, lost }: Gaps): string {
  const numbers = `median ${figures(median, 2)}, largest ${figures(max, 2)}`;
  return lost === 0 ? numbers : `${numbers}; ${whole(lost)} diverged, in grey`;
}

function titleOf({ signed }: ContourScale): readonly (Node | string)[] {
  const f = () => el('var', {}, 'f');
  return signed ? [f()] : [f(), ' − ', f(), el('sup', {}, '∗')];
}

export function paintBar(bar: HTMLCanvasElement, shades: number, color: (n: number) => string): void {
  bar.width = shades;
  bar.height = 1;
  const context = bar.getContext('2d', KEPT);
  if (context === null) return;
  for (let n = 0; n < shades; n++) {
    context.fillStyle = color(n);
    context.fillRect(n, 0, 1, 1);
  }
}

export function labelAt(share: number, text: string): HTMLElement {
  const label = el('span', { class: 'scale-label' }, text);
  label.style.left = `${100 * share}%`;
  return label;
}

/** Every power of ten. */
function decadeLabels(gaps: Gaps): readonly HTMLElement[] {
  const { low, high } = gapRange(gaps);
  const [first, last] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))];
  return Array.from({ length: last - first + 1 }, (_, n) => {
    const exponent = first + n;
    const text = Math.abs(exponent) <= 2 ? figures(10 ** exponent, 1) : power(exponent);
    return labelAt(n / (last - first), text);
  });
}

/** The strong lines carry the numbers: of `f − f*` where f has a floor, else of f. */
function levelLabels(contours: ContourScale): readonly HTMLElement[] {
  return labelledLines(contours).map((n) =>
    labelAt(n / contours.bands, figures(contourLevel({ ...contours, floor: 0 }, n), 2)),
  );
}

/** Every strong line, or every second, third, … of them if there are many. */
function labelledLines({ bands, every }: ContourScale): readonly number[] {
  const strong = Array.from({ length: Math.floor(bands / every) + 1 }, (_, n) => n * every);
  const skip = Math.ceil(strong.length / MOST_LABELS);
  return strong.filter((_, n) => n % skip === 0);
}
