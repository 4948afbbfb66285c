import '../ui/style.css';
import './bench.css';
import { button, el, write } from '../ui/dom';
import { download } from '../ui/download';
import { budgetOf } from './budget';
import { conduct, type Progress } from './conduct';
import { markdownOf } from './markdown';
import type { Report } from './report';
import { headingOf, type Table, tablesOf } from './tables';

/** The benchmark for scripts: `npm run bench` and the tests. */
export interface EtascopeBench {
  /** Resolves when all has been measured, or it was cancelled; rejects if the device was refused or lost. */
  readonly done: Promise<Report>;
  /** What has been found so far. */
  readonly report: Report | null;
  tables(): readonly Table[];
  markdown(): string;
  cancel(): void;
}

declare global {
  interface Window {
    etascopeBench?: EtascopeBench;
  }
}

/** Shows the benchmark in place of the instrument, and begins it. */
export function openBench(): void {
  document.documentElement.dataset['theme'] = themeOf(location.hash);
  document.title = 'etascope: benchmark';
  const stop = new AbortController();
  const seconds = budgetOf(location.hash);
  let report: Report | null = null;
  const page = layOut(
    () => stop.abort(),
    () => report,
  );
  document.body.replaceChildren(page.root);
  const tell = (progress: Progress): void => {
    report = progress.report;
    page.show(progress);
  };
  const done = conduct(seconds, stop.signal, tell);
  window.etascopeBench = Object.freeze<EtascopeBench>({
    done,
    get report() {
      return report;
    },
    tables: () => (report === null ? [] : tablesOf(report)),
    markdown: () => (report === null ? '' : markdownOf(report)),
    cancel: () => stop.abort(),
  });
  done.then(page.finish, page.fail);
  addEventListener('hashchange', () => location.reload());
}

/** `theme=light` in the address, else what the system prefers. */
function themeOf(hash: string): 'light' | 'dark' | 'projector' {
  const given = /[#&]theme=(light|dark|projector)(&|$)/.exec(hash)?.[1];
  if (given === 'light' || given === 'dark' || given === 'projector') return given;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

/** The page's parts, and how they change. */
function layOut(cancel: () => void, report: () => Report | null) {
  const heading = el('p', { class: 'bench-heading' });
  const bar = el('progress', { class: 'bench-bar', max: '1', value: '0', 'aria-label': 'Progress' });
  const words = el('p', { class: 'bench-words', role: 'status' });
  const live = el('div', { class: 'bench-live' }, bar, words);
  const actions = el('div', { class: 'bench-actions' }, button({}, cancel, 'Cancel'));
  const tables = el('div', { class: 'bench-tables' });
  const top = el(
    'header',
    {},
    el('p', { class: 'bench-name' }, 'etascope'),
    el('h1', {}, 'How fast it is here'),
    heading,
  );
  const root = el('main', { class: 'bench', 'aria-busy': 'true' }, top, live, actions, tables);
  const show = ({ report: found, doing, share }: Progress): void => {
    write(heading, headingOf(found));
    write(words, upper(doing));
    bar.value = share;
    tables.replaceChildren(
      ...tablesOf(found)
        .filter(({ rows }) => rows.length > 0)
        .map(tableOf),
    );
  };
  const over = (text: string): void => {
    root.setAttribute('aria-busy', 'false');
    write(words, text);
    bar.hidden = true;
    actions.replaceChildren(...actionsAfter(report));
  };
  const finish = ({ cancelled, seconds }: Report): void =>
    over(
      cancelled
        ? `Cancelled after ${Math.round(seconds)} seconds.`
        : `Measured in ${Math.round(seconds)} seconds.`,
    );
  const fail = (error: unknown): void => {
    root.classList.add('bench-failed');
    over(`It ended early. ${error instanceof Error ? error.message : String(error)}`);
  };
  return { root, show, finish, fail };
}

function actionsAfter(report: () => Report | null): readonly HTMLElement[] {
  const copy = button(
    { class: 'bench-copy' },
    () => {
      const found = report();
      if (found === null) return;
      navigator.clipboard.writeText(markdownOf(found)).then(
        () => write(copy, 'Copied'),
        () => write(copy, 'The browser did not let it be copied'),
      );
    },
    'Copy as Markdown',
  );
  const save = button(
    {},
    () => {
      const content = new Blob([JSON.stringify(report(), null, 2)], { type: 'application/json' });
      download(content, `etascope-bench-${report()?.date.slice(0, 10) ?? ''}.json`);
    },
    'Save JSON',
  );
  const again = button({}, () => location.reload(), 'Measure again');
  const back = el('a', { href: '#' }, 'To the instrument');
  return [copy, save, again, back];
}

function tableOf({ title, columns, rows, notes }: Table): HTMLElement {
  const head = el('tr', {}, ...columns.map((column) => el('th', { scope: 'col' }, column)));
  const lines = rows.map(([name = '', ...cells]) => {
    const own = cells.map((cell) => el('td', cell === 'skipped' ? { class: 'bench-skipped' } : {}, cell));
    return el('tr', {}, el('th', { scope: 'row' }, name), ...own);
  });
  const table = el('table', {}, el('caption', {}, title), el('thead', {}, head), el('tbody', {}, ...lines));
  const wide = el('div', { class: 'bench-wide', tabindex: '0', role: 'region', 'aria-label': title }, table);
  return el('section', {}, wide, ...notes.map((note) => el('p', { class: 'bench-note' }, note)));
}

function upper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
