import { restart, shareLink, stepOnce, togglePlay, toggleProjector, walkPast } from '../actions';
import { button, el, explain, mark } from '../dom';
import { openExport } from '../openExport';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { type IconName, icon } from './icons';

/** The row of buttons that is always in reach. */
export function transport(session: Session, help: () => void): Part & { readonly element: HTMLElement } {
  const play = iconButton('pause', 'Pause', 'Space', () => togglePlay(session));
  const projector = iconButton('projector', 'Large and of high contrast, for a projector', 'P', () =>
    toggleProjector(session),
  );
  const undo = iconButton('undo', 'Undo', 'Ctrl+Z', () => void walkPast(session, 'undo'));
  const redo = iconButton('redo', 'Redo', 'Ctrl+Shift+Z', () => void walkPast(session, 'redo'));
  const element = el(
    'div',
    { class: 'transport', role: 'toolbar', 'aria-label': 'Clock and sharing' },
    play,
    iconButton('step', 'One step', '→', () => stepOnce(session)),
    iconButton('restart', 'Restart from the same starts', 'R', () => restart(session)),
    el('span', { class: 'gap' }),
    undo,
    redo,
    el('span', { class: 'gap' }),
    iconButton('link', 'Copy a link that restores all of this', 'L', () => void shareLink(session)),
    iconButton('picture', 'Save a picture, a clip, data or the experiment', 'S', () => openExport(session)),
    projector,
    iconButton('help', 'Keys and gestures', '?', help),
  );
  const updateWays = whenChanged(
    () => [session.past.canUndo, session.past.canRedo],
    (back, forth) => {
      undo.disabled = !back;
      redo.disabled = !forth;
    },
  );
  const updateClock = whenChanged(
    () => [session.instrument.playing, session.experiment.theme],
    (playing, theme) => {
      mark(projector, 'aria-pressed', String(theme === 'projector'));
      play.replaceChildren(icon(playing ? 'pause' : 'play'));
      nameButton(play, playing ? 'Pause' : 'Play', 'Space');
    },
  );
  const update = (): void => {
    updateWays();
    updateClock();
  };
  return { element, update };
}

export function iconButton(shape: IconName, title: string, key: string, run: () => void): HTMLButtonElement {
  const element = button({ class: 'icon-button' }, run, icon(shape));
  nameButton(element, title, key);
  return element;
}

export function nameButton(element: HTMLElement, title: string, key: string): void {
  explain(element, key === '' ? title : `${title} (${key})`);
  element.setAttribute('aria-label', title);
}
