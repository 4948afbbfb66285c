import { button, el, explain, mark, write } from '../dom';
import { download } from '../download';
import { showNotice } from '../notice';
import { chartLegend } from './chartLegend';
import { plotPicture } from './chartPicture';
import { csvOf } from './csv';
import { Figure } from './figure';
import { figureStyle } from './figureStyle';
import { nearestRow, type Plot, placeOf } from './plot';

/** A plot on screen, with what can be done with it. */
export interface Chart {
  readonly element: HTMLElement;
  /** Buttons that save the picture and the numbers; whoever mounts the chart puts them where they belong. */
  readonly tools: HTMLElement;
  /** Shows a plot, or in place of it why there is none. */
  readonly show: (plot: Plot | string) => void;
  /** The theme has changed: colours and type are taken anew. */
  readonly restyle: () => void;
  readonly dispose: () => void;
}

/**
 * A chart: lines over a logarithmic or linear axis, a legend whose entries switch lines off and on and tell their values at
 * the cursor, which the pointer or the arrow keys move.
 */
export function mountChart(root: HTMLElement): Chart {
  const hidden = new Set<string>();
  let plot: Plot | null = null;
  /** The x that the keys have put the cursor on, and the row that it is in. */
  let pinned: number | null = null;
  let row: number | null = null;

  const canvas = el('div', { class: 'chart-plot', tabindex: '0', role: 'application' });
  const empty = el('p', { class: 'dock-empty' });
  const spoken = el('p', { class: 'chart-spoken', 'aria-live': 'polite' });
  const legend = chartLegend(hidden, (id) => {
    if (!hidden.delete(id)) hidden.add(id);
    draw();
  });
  const notes = el('p', { class: 'chart-notes' });
  const body = el('div', { class: 'chart-body' }, canvas, legend.element);
  const element = el('figure', { class: 'chart' }, body, empty, notes, spoken);
  root.append(element);

  const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  const visible = (whole: Plot): Plot => ({
    ...whole,
    lines: whole.lines.filter(({ id }) => !hidden.has(id)),
  });
  const point = (x: number | null): void => {
    row = plot === null || x === null ? null : nearestRow(plot, plot.lines[0], x);
    if (plot !== null) legend.show(plot, row);
  };
  let style = figureStyle(element);
  const makeFigure = (): Figure => new Figure(canvas, style, 1, { point });
  let figure = makeFigure();
  const draw = (): void => {
    if (plot === null || canvas.clientWidth === 0) return;
    figure.draw(visible(plot), size());
    if (pinned !== null) figure.point(pinned);
    legend.show(plot, row === null ? null : Math.min(row, plot.rows - 1));
  };
  const observer = new ResizeObserver(() => {
    const now = figureStyle(element);
    if (now.size !== style.size || now.pen !== style.pen)
      restyle(); // on a projector it grows with the window
    else draw();
  });
  observer.observe(canvas);

  const show = (next: Plot | string): void => {
    plot = typeof next === 'string' || next.rows === 0 ? null : next;
    body.hidden = notes.hidden = plot === null;
    empty.hidden = plot !== null;
    write(empty, typeof next === 'string' ? next : 'Nothing has been recorded yet.');
    for (const tool of tools.children) (tool as HTMLButtonElement).disabled = plot === null;
    if (plot === null) return;
    mark(canvas, 'aria-label', `${plot.title}. ${plot.description}`);
    write(notes, plot.notes.join(' '));
    draw();
  };
  walkRows(canvas, {
    plot: () => plot,
    row: () => row,
    go: (next) => {
      if (plot === null) return;
      pinned = next === null ? null : placeOf(plot, plot.lines[0], next);
      figure.point(pinned);
      row = next;
      legend.show(plot, row);
      write(spoken, next === null ? '' : legend.say(plot, next));
    },
  });
  canvas.addEventListener('pointermove', () => {
    pinned = null;
  });

  const save = async (): Promise<void> => {
    if (plot === null) return;
    download(await plotPicture(visible(plot), figureStyle(element), size()), `${plot.file}.png`);
  };
  const picture = button({ class: 'dock-tool' }, () => void save().catch(failed), 'PNG');
  explain(picture, 'Saves the plot as a picture, with title, legend and units.');
  const numbers = button(
    { class: 'dock-tool' },
    () => {
      if (plot !== null) download(new Blob([csvOf(plot)], { type: 'text/csv' }), `${plot.file}.csv`);
    },
    'CSV',
  );
  explain(numbers, 'Saves all recorded numbers, with all their digits.');
  const tools = el('div', { class: 'dock-tools', role: 'group', 'aria-label': 'Export' }, picture, numbers);

  const restyle = (): void => {
    style = figureStyle(element);
    figure.dispose();
    figure = makeFigure();
    legend.repaint();
    draw();
  };
  const dispose = (): void => {
    observer.disconnect();
    figure.dispose();
    element.remove();
  };
  return { element, tools, show, restyle, dispose };
}

function failed(error: unknown): void {
  showNotice({ text: `The picture of the plot could not be saved: ${error}` });
}

interface Walk {
  readonly plot: () => Plot | null;
  readonly row: () => number | null;
  readonly go: (row: number | null) => void;
}

/** The arrow keys move the cursor by a row, with Shift by ten, Home and End to the ends; Escape takes it away. */
function walkRows(element: HTMLElement, walk: Walk): void {
  element.addEventListener('keydown', (event) => {
    const plot = walk.plot();
    if (plot === null || plot.rows === 0) return;
    const at = walk.row();
    const last = plot.rows - 1;
    const stride = event.shiftKey ? 10 : 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (at ?? -1) + stride,
      ArrowLeft: (at ?? last + 1) - stride,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target !== undefined) walk.go(Math.min(last, Math.max(0, target)));
    else if (event.key === 'Escape' && at !== null) walk.go(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
