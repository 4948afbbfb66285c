import { css, type THEMES } from '../experiment/theme';
import { method } from '../methods/table';
import type { FateMap, FateReading } from '../theory/fate';
import { type FateShare, sharesOf } from '../theory/lab/shares';
import { type Colors, paintBar } from './colorLegend';
import { button, el, explain, write } from './dom';
import { fateName, shareText } from './fateWords';
import { fateColor } from './mapImage';
import { figures } from './numbers';
import { whenChanged } from './part';
import type { Session } from './session';

/** So many fates are named; rarer ones are taken together. */
const MOST_ROWS = 9;
const SHADES = 24;

/** What the colours of the fate map say, with the numbers of pixels and the shares of the area. */
export function fateLegend(session: Session): Colors {
  const { instrument } = session;
  const title = el('p', { class: 'scale-title' });
  const list = el('ul', { class: 'fate-list', 'aria-label': 'What becomes of the points' });
  const bar = el('progress', { class: 'fate-progress', max: '1', 'aria-label': 'Progress of the fate map' });
  const words = el('p', { class: 'scale-words' });
  const element = el('div', { class: 'scale-block fate-scale', role: 'group', 'aria-label': 'Fates' });
  element.append(title, bar, list, words, savers(session));
  explain(
    list,
    'Pixels in view by what becomes of them. Each bar runs from fast, on the left, to slow; of chaos from weak to strong.',
  );
  const name = whenChanged(
    () => [instrument.experiment.rule, instrument.experiment.horizon],
    (rule, horizon) => write(title, `fate of ${method(rule).short} within ${figures(horizon, 6)} steps`),
  );
  const show = whenChanged(
    () => [instrument.fate?.map ?? null, instrument.fate?.map.done ?? 0, instrument.experiment.theme],
    (map, done, theme) => {
      bar.value = done;
      bar.classList.toggle('idle', done >= 1);
      list.replaceChildren(...(map === null ? [] : rowsOf(map, theme)));
      write(words, instrument.fate === null ? '' : wordsOf(instrument.fate));
    },
  );
  const update = (): void => {
    element.hidden = !instrument.experiment.fate;
    if (element.hidden) return;
    name();
    show();
  };
  return { element, update };
}

/** The most frequent fates, in the order of their kinds. */
function rowsOf(map: FateMap, theme: keyof typeof THEMES): readonly HTMLElement[] {
  const shares = sharesOf(map);
  const most = shares.length > MOST_ROWS ? MOST_ROWS - 1 : MOST_ROWS;
  const frequent = [...shares].sort((one, other) => other.count - one.count).slice(0, most);
  const named = shares.filter((share) => frequent.includes(share));
  const rest = shares.filter((share) => !named.includes(share));
  const rows = named.map((share) => rowOf(share, nameOf(share, map), map.minima.length, theme));
  if (rest.length === 0) return rows;
  const count = rest.reduce((sum, one) => sum + one.count, 0);
  const text = shareText({ count, share: count / map.kind.length });
  return [...rows, el('li', {}, `${rest.length} others`, shareElement(text))];
}

/** There is little room: "min (3.58, −1.85)". */
function nameOf(share: FateShare, { minima }: FateMap): string {
  return fateName(share, minima).replace(/^minimum/, 'min');
}

function rowOf(share: FateShare, name: string, minima: number, theme: keyof typeof THEMES): HTMLElement {
  const swatch = el('canvas', { class: 'fate-swatch', 'aria-hidden': 'true' });
  paintBar(swatch, SHADES, (n) => {
    const level = n / (SHADES - 1);
    return css(fateColor(share, share.kind === 'chaos' ? level : 1 - level, minima, theme));
  });
  return el('li', {}, swatch, el('span', {}, name), shareElement(shareText(share)));
}

/** Pixels and share of the area; a projector has no room for the pixels. */
function shareElement(text: string): HTMLElement {
  const [pixels = '', share = ''] = text.split(/(?<=· )/);
  return el('span', { class: 'fate-share' }, el('span', { class: 'fate-pixels' }, pixels), share);
}

/** "median 38 steps to rest, 6.2 to escape" */
function wordsOf({ median, atLimit }: FateReading): string {
  const times = [
    Number.isNaN(median.minimum) ? '' : `${figures(median.minimum, 3)} steps to rest`,
    Number.isNaN(median.diverged) ? '' : `${figures(median.diverged, 3)} to escape`,
  ].filter((text) => text !== '');
  const limit = atLimit ? ['as deep as f32 tells points apart'] : [];
  const medians = times.length === 0 ? [] : [`median ${times.join(', ')}`];
  return [...medians, ...limit].join(' · ');
}

/** Buttons that save the map; a picture of the page does not show them. */
function savers(session: Session): HTMLElement {
  const save = async (kind: 'csv' | 'npy' | 'png'): Promise<void> => {
    const { saveFates } = await import('./saveFates'); // few ask for it
    await saveFates(session, kind);
  };
  const tools = (['png', 'csv', 'npy'] as const).map((kind) => {
    const element = button({ class: 'fate-save' }, () => void save(kind), kind.toUpperCase());
    explain(element, TIPS[kind]);
    return element;
  });
  return el('div', { class: 'fate-tools' }, ...tools);
}

const TIPS = {
  png: 'Saves what is on screen, with this legend, as a picture.',
  csv: 'Saves every pixel: start, η, fate, period or minimum, steps, Lyapunov exponent.',
  npy: 'Saves the same as an array of records for numpy.',
} as const;
