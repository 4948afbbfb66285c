import { button, el, explain, mark, write } from '../dom';
import { KEPT } from '../kept';
import { figures } from '../numbers';
import { nearestRow, type Plot, type PlotLine, placeOf } from './plot';
import { drawSwatch, SWATCH } from './swatch';

/** The lines of a chart, each a switch, with their values at the cursor. */
export interface ChartLegend {
  readonly element: HTMLElement;
  /** Shows the lines of a plot and their values in one row: that of the cursor, or the last. */
  readonly show: (plot: Plot, row: number | null) => void;
  /** The same as a sentence. */
  readonly say: (plot: Plot, row: number) => string;
  /** The theme has changed. */
  readonly repaint: () => void;
}

interface Row {
  readonly element: HTMLButtonElement;
  readonly update: (line: PlotLine, row: number, hidden: boolean) => void;
}

export function chartLegend(hidden: ReadonlySet<string>, toggle: (id: string) => void): ChartLegend {
  const where = el('p', { class: 'chart-where' });
  const list = el('div', { class: 'chart-lines' });
  const element = el('div', { class: 'chart-legend', role: 'group', 'aria-label': 'Lines' }, where, list);
  let rows: readonly Row[] = [];
  let built = '';
  const show = (plot: Plot, row: number | null): void => {
    const structure = JSON.stringify(
      plot.lines.map(({ id, label, color, dash }) => [id, label, color, dash]),
    );
    if (structure !== built) {
      built = structure;
      rows = plot.lines.map((line) => legendRow(line, () => toggle(line.id)));
      list.replaceChildren(...rows.map((one) => one.element));
    }
    const last = row ?? plot.rows - 1; // a chart that is shown has rows
    const place = placeOf(plot, plot.lines[0], last);
    write(where, `${plot.x.label} = ${figures(place, 5)}`);
    for (const [n, line] of plot.lines.entries()) {
      rows[n]?.update(
        line,
        row === null ? last : (nearestRow(plot, line, place) ?? last),
        hidden.has(line.id),
      );
    }
  };
  const say = (plot: Plot, row: number): string => {
    const place = placeOf(plot, plot.lines[0], row);
    const values = plot.lines
      .filter(({ id }) => !hidden.has(id))
      .map((line) => `${line.label} ${valueText(line, nearestRow(plot, line, place) ?? row)}`);
    return `${plot.x.label} = ${figures(place, 5)}: ${values.join(', ')}`;
  };
  const repaint = (): void => {
    built = '';
  };
  return { element, show, say, repaint };
}

function legendRow(line: PlotLine, toggle: () => void): Row {
  const swatch = el('canvas', { class: 'chart-swatch', 'aria-hidden': 'true' });
  const density = Math.max(2, devicePixelRatio);
  swatch.width = SWATCH.width * density;
  swatch.height = SWATCH.height * density;
  const context = swatch.getContext('2d', KEPT);
  if (context !== null) drawSwatch(context, line, [0, 0], density);
  const value = el('span', { class: 'chart-value' });
  const band = el('span', { class: 'chart-band' });
  const name = el('span', { class: 'chart-name' }, line.label);
  const element = button({ class: 'chart-line' }, toggle, swatch, name, value, band);
  explain(element, `${line.tip ?? line.label}. Click to hide or show it.`);
  const update = (now: PlotLine, row: number, hidden: boolean): void => {
    mark(element, 'aria-pressed', String(!hidden));
    write(value, valueText(now, row));
    write(band, bandText(now, row));
  };
  return { element, update };
}

function valueText({ at, sign }: PlotLine, row: number): string {
  const value = at(row);
  return figures(sign !== undefined && sign(row) < 0 ? -value : value, 4);
}

function bandText({ band }: PlotLine, row: number): string {
  if (band === undefined || Number.isNaN(band.low(row))) return '';
  return `${band.label}: ${figures(band.low(row), 2)} … ${figures(band.high(row), 2)}`;
}
