import { fileName } from '../actions';
import { button, el } from '../dom';
import { download } from '../download';
import { counted } from '../numbers';
import type { Session } from '../session';
import { footer } from './controls';
import { experimentJson } from './experimentFile';
import { loadFile } from './load';
import type { ExportTab } from './tab';

/** The experiment itself, to be kept and loaded again. */
export function experimentTab(session: Session): ExportTab {
  const end = footer(
    'Save JSON',
    () => `Every key with its value, and the link of ${counted(session.link.length, 'character')}`,
    () => {
      const json = new Blob([experimentJson(session)], { type: 'application/json' });
      download(json, `etascope ${fileName(session)}.json`);
    },
  );
  const input = el('input', {
    type: 'file',
    accept: '.json,.txt,.png',
    class: 'export-file',
    tabindex: '-1',
    'aria-hidden': 'true',
  });
  const refusal = el('p', { class: 'export-words refused', role: 'status' });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    loadFile(session, file).then(
      () => panel.closest('dialog')?.close(),
      (error: Error) => refusal.replaceChildren(error.message),
    );
    input.value = ''; // the same file may be chosen again
  });
  const open = button({ class: 'export-make' }, () => input.click(), 'Open a file …');
  const panel = el(
    'div',
    {},
    el('h3', {}, 'Save'),
    end.element,
    el('h3', {}, 'Load'),
    el(
      'p',
      { class: 'export-note' },
      'Drop a file anywhere onto the window: JSON or PNG that was saved here, or a text with a link.',
    ),
    el('div', { class: 'export-footer' }, refusal, input, open),
  );
  return { id: 'experiment', title: 'Experiment', panel, update: end.update };
}
