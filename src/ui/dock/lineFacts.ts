import { css } from '../../experiment/theme';
import { type BoxDimension, type Roughness, roughnessOf } from '../../theory/lab/boxCounting';
import { sharesOf } from '../../theory/lab/shares';
import { el, explain, write } from '../dom';
import { fateName, shareText } from '../fateWords';
import type { MapEntry } from '../mapExport';
import { fateColor } from '../mapImage';
import { decimals } from '../numbers';
import { type Part, whenChanged } from '../part';
import { Figure } from './figure';
import { figureStyle } from './figureStyle';
import type { LineModel } from './lineModel';
import { dimensionPlot } from './linePlot';

/** How light the colour of a legend is: of a fate that came rather fast. */
const LEVEL = 0.72;

/** The legend of the map, with counts and shares, and what is measured of its boundary. */
export function mountLineFacts(model: LineModel, root: HTMLElement): Part {
  const legend = mountLegend(model);
  const boundary = mountBoundary(model);
  root.append(el('div', { class: 'line-facts' }, legend.element, boundary.element));
  const update = (): void => {
    legend.update();
    boundary.update();
  };
  return { update, dispose: boundary.dispose };
}

/** What the map's colours say, the most frequent kinds of fates with their numbers of pixels. */
export function entriesOf(model: LineModel): readonly MapEntry[] {
  const map = model.shown?.map;
  if (map === undefined) return [];
  const { theme } = model.session.experiment;
  return sharesOf(map).map(({ kind, index, count, share }) => ({
    name: fateName({ kind, index }, map.minima),
    color: fateColor({ kind, index }, LEVEL, map.minima.length, theme),
    count,
    share,
  }));
}

function mountLegend(model: LineModel) {
  const element = el('ul', { class: 'line-legend', 'aria-label': 'What becomes of the starts' });
  explain(
    element,
    'Pixels of the map by what becomes of them. Lighter, or clearer, is faster; pink is chaos.',
  );
  const show = (): void => {
    element.replaceChildren(
      ...entriesOf(model).map((entry) => {
        const swatch = el('span', { class: 'line-swatch', 'aria-hidden': 'true' });
        swatch.style.backgroundColor = css(entry.color);
        return el(
          'li',
          {},
          swatch,
          el('span', {}, entry.name),
          el('span', { class: 'line-share' }, shareText(entry)),
        );
      }),
    );
  };
  const { session } = model;
  const update = whenChanged(() => [model.shown?.map, model.shown?.map.done, session.experiment.theme], show);
  return { element, update };
}

const WORDS: Readonly<Record<Roughness, string>> = {
  smooth: 'smooth',
  fractal: 'fractal',
  dust: 'less than a curve',
  undecided: 'undecided',
};

/** "boundary dimension 1.00 ± 0.03 (smooth)" */
export function boundaryText(found: BoxDimension | null): string {
  if (found === null) return 'boundary dimension: measured when the map is complete';
  const { dimension, uncertainty, reason } = found;
  if (reason !== null) return `no boundary dimension: ${reason}`;
  return `boundary dimension ${decimals(dimension, 2)} ± ${decimals(uncertainty, 2)} (${WORDS[roughnessOf(found)]})`;
}

const EXPLANATION =
  'Box counting. The boundary between starts that stay and starts that diverge is covered by boxes; their number grows ' +
  'as size^−D as they shrink. D is the slope of the fit over the sizes that the straight line spans; the uncertainty has two ' +
  'standard errors, the bend between small and large boxes, and the raster. 1 is a smooth curve; it is called fractal only ' +
  'if D is larger than 1 by more than the uncertainty, for small boxes as well.';

function mountBoundary(model: LineModel) {
  const words = el('p', { class: 'line-dimension', 'aria-live': 'polite' });
  const host = el('div', { class: 'line-fit' });
  const element = el('div', { class: 'line-boundary' }, words, host);
  explain(element, EXPLANATION);
  let figure: Figure | null = null;
  const { session } = model;
  const draw = (): void => {
    const found = model.boundary;
    const size = { width: host.clientWidth, height: host.clientHeight };
    host.hidden = found === null || found.reason !== null;
    if (found === null || host.hidden || size.width === 0) return;
    figure ??= new Figure(host, figureStyle(host), 1, null);
    figure.draw(dimensionPlot(found, session.experiment.theme), size);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(host);
  const restyle = whenChanged(
    () => [session.experiment.theme],
    () => {
      figure?.dispose();
      figure = null;
      draw();
    },
  );
  const tell = whenChanged(
    () => [model.boundary, session.experiment.box === null],
    (found, whole) => {
      write(words, `${upperFirstOf(boundaryText(found))}, in ${whole ? 'all that is shown' : 'the window'}`);
      draw();
    },
  );
  const update = (): void => {
    restyle();
    tell();
  };
  const dispose = (): void => {
    observer.disconnect();
    figure?.dispose();
  };
  return { element, update, dispose };
}

const upperFirstOf = (text: string): string => text.replace(/^./, (first) => first.toUpperCase());
