import type { Settings } from '../../experiment/keys';
import { change } from '../actions';
import { button, el, explain, mark } from '../dom';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { mountResizer } from './resizer';
import type { DockTab } from './tabs';
import { walkList } from './walk';

type Shown = Settings['dock'];

/** The dock below the plane, with its tabs. */
export interface Dock extends Part {
  /** The row of buttons that opens it, while it is closed. */
  readonly opener: HTMLElement;
  /** Opens the tab that was open last, or closes the dock. */
  readonly toggle: () => void;
}

/** Share of the window's height that it has at first; a projector's caption and card need more of the plane. */
const FIRST_SHARE = { dark: 0.44, light: 0.44, projector: 0.38 } as const;

/** Mounts the dock below the plane, which with all that floats over it makes room: the page knows its height as `--dock`. */
export function mountDock(session: Session, root: HTMLElement, tabs: readonly DockTab[]): Dock {
  const show = (dock: Shown): void => {
    change(session, { dock });
    update(); // what is focused next has to be there
  };
  const opener = openerOf(tabs, show);
  const sheets = tabs.map((tab) => sheetOf(session, tab, () => show(tab.id)));
  const close = button({ class: 'dock-close', 'aria-label': 'Close the dock' }, () => show('closed'), '×');
  explain(close, 'Closes the dock. Keys: D, or Esc within it.');
  const list = el('div', { class: 'dock-tabs', role: 'tablist', 'aria-label': 'Dock' });
  list.append(...sheets.map(({ tab }) => tab));
  walkList(list, 'tab');
  const element = el('section', { class: 'dock', 'aria-label': 'Dock' });
  let last: Shown = tabs[0]?.id ?? 'closed';
  const tell = (): void => {
    const height = element.hidden ? 0 : element.offsetHeight;
    document.documentElement.style.setProperty('--dock', `${height}px`);
  };
  const resizer = mountResizer(element, () => FIRST_SHARE[session.experiment.theme], tell);
  element.append(resizer.element, el('header', { class: 'dock-head' }, list, close));
  element.append(...sheets.map(({ panel }) => panel));
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    show('closed');
    opener.querySelector('button')?.focus();
  });
  root.append(opener, element);

  const arrange = whenChanged(
    () => [session.experiment.dock, session.experiment.theme],
    (dock, _theme) => {
      const open = tabs.some(({ id }) => id === dock);
      if (open) last = dock;
      opener.hidden = open || tabs.length === 0;
      element.hidden = !open;
      for (const sheet of sheets) sheet.show(sheet.id === dock);
      resizer.adjust();
    },
  );
  const update = (): void => {
    arrange();
    for (const sheet of sheets) sheet.update();
  };
  const dispose = (): void => {
    resizer.dispose();
    for (const sheet of sheets) sheet.dispose();
    opener.remove();
    element.remove();
  };
  return {
    opener,
    toggle: () => show(session.experiment.dock === 'closed' ? last : 'closed'),
    update,
    dispose,
  };
}

/** One quiet button for each tab. */
function openerOf(tabs: readonly DockTab[], show: (dock: Shown) => void): HTMLElement {
  const buttons = tabs.map(({ id, title, tip }) => {
    const element = button({ class: 'dock-open' }, () => show(id), title);
    explain(element, `${tip} Key: D.`);
    return element;
  });
  return el('nav', { class: 'dock-opener card', 'aria-label': 'Open the dock' }, ...buttons);
}

interface Sheet extends Part {
  readonly id: DockTab['id'];
  readonly tab: HTMLButtonElement;
  readonly panel: HTMLElement;
  readonly show: (shown: boolean) => void;
  readonly dispose: () => void;
}

/** A tab and its panel, which is filled when it is first shown. */
function sheetOf(session: Session, { id, title, tip, mount }: DockTab, choose: () => void): Sheet {
  const names = { tab: `dock-tab-${id}`, panel: `dock-panel-${id}` };
  const tab = button({ class: 'dock-tab', role: 'tab', id: names.tab }, choose, title);
  tab.setAttribute('aria-controls', names.panel);
  explain(tab, tip);
  const panel = el('div', {
    class: 'dock-panel',
    role: 'tabpanel',
    id: names.panel,
    'aria-labelledby': names.tab,
  });
  let part: Part | null = null;
  let asked = false;
  let gone = false;
  const fill = async (): Promise<void> => {
    asked = true;
    try {
      const made = await mount(session, panel);
      if (gone) made.dispose?.();
      else part = made;
      part?.update();
    } catch (error) {
      asked = false; // whoever opens it again tries again
      panel.replaceChildren(el('p', { class: 'dock-empty' }, `This could not be loaded: ${error}`));
    }
  };
  const show = (shown: boolean): void => {
    mark(tab, 'aria-selected', String(shown));
    mark(tab, 'tabindex', shown ? '0' : '-1');
    panel.hidden = !shown;
    if (shown && !asked) void fill();
  };
  const update = (): void => {
    if (!panel.hidden) part?.update();
  };
  const dispose = (): void => {
    gone = true;
    part?.dispose?.();
  };
  return { id, tab, panel, show, update, dispose };
}
