import './export.css';
import { walkList } from '../dock/walk';
import { button, el, mark } from '../dom';
import type { Session } from '../session';
import { clipTab } from './clipTab';
import { dataTab } from './dataTab';
import { experimentTab } from './experimentTab';
import { pictureTab } from './pictureTab';
import type { ExportTab } from './tab';

/** The sheet that was open last. */
let last = 'picture';

/** Opens the dialog that saves pictures, clips, data and experiments. It is made anew each time: it shows what is there. */
export function showExport(session: Session): void {
  if (document.querySelector('dialog:modal') !== null) return;
  const tabs = [pictureTab, clipTab, dataTab, experimentTab].map((make) => make(session));
  const busy = (): boolean => tabs.some((tab) => tab.busy?.() === true);
  const close = button({ class: 'help-close', 'aria-label': 'Close' }, () => dialog.close(), '×');
  const sheets = tabs.map((tab) => sheetOf(tab, () => show(tab.id)));
  const list = el('div', { class: 'dock-tabs', role: 'tablist', 'aria-label': 'What to save' });
  list.append(...sheets.map(({ button: tab }) => tab));
  walkList(list, 'tab');
  const dialog = el('dialog', { class: 'export', 'aria-label': 'Save' });
  dialog.append(el('header', {}, list, close), ...sheets.map(({ panel }) => panel));
  const update = (): void => {
    for (const tab of tabs) if (tab.id === last) tab.update();
  };
  const show = (id: string): void => {
    last = id;
    for (const sheet of sheets) sheet.show(sheet.id === id);
    update();
  };
  show(last);
  const unsubscribe = session.instrument.subscribe(update);
  dialog.addEventListener('cancel', (event) => {
    if (busy()) event.preventDefault(); // Esc gives up the clip first
  });
  dialog.addEventListener('close', () => {
    busy();
    unsubscribe();
    dialog.remove();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close(); // beside the page
  });
  document.body.append(dialog);
  dialog.showModal();
  sheets.find(({ id }) => id === last)?.button.focus();
}

function sheetOf({ id, title, panel }: ExportTab, choose: () => void) {
  const tab = button({ class: 'dock-tab', role: 'tab', id: `export-tab-${id}` }, choose, title);
  mark(tab, 'aria-controls', `export-${id}`);
  const labels = { id: `export-${id}`, role: 'tabpanel', 'aria-labelledby': `export-tab-${id}` };
  for (const [name, value] of Object.entries(labels)) mark(panel, name, value);
  panel.classList.add('export-panel');
  const show = (shown: boolean): void => {
    panel.hidden = !shown;
    mark(tab, 'aria-selected', String(shown));
    mark(tab, 'tabindex', shown ? '0' : '-1');
  };
  return { id, button: tab, panel, show };
}
