import { restart, savePicture, shareLink, stepOnce, togglePlay } from '../actions';
import { button, el, explain } from '../dom';
import type { Help } from '../help';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { type IconName, icon } from './icons';

/** The row of buttons that is always in reach. */
export function transport(session: Session, help: Help): Part & { readonly element: HTMLElement } {
  const play = iconButton('pause', 'Pause', 'Space', () => togglePlay(session));
  const element = el(
    'div',
    { class: 'transport', role: 'toolbar', 'aria-label': 'Clock and sharing' },
    play,
    iconButton('step', 'One step', '→', () => stepOnce(session)),
    iconButton('restart', 'Restart from the same starts', 'R', () => restart(session)),
    el('span', { class: 'gap' }),
    iconButton('link', 'Copy a link that restores all of this', 'L', () => void shareLink(session)),
    iconButton('picture', 'Save the picture as PNG', '', () => void savePicture(session)),
    iconButton('help', 'Keys and gestures', '?', help.toggle),
  );
  const update = whenChanged(
    () => [session.instrument.playing],
    (playing) => {
      play.replaceChildren(icon(playing ? 'pause' : 'play'));
      name(play, playing ? 'Pause' : 'Play', 'Space');
    },
  );
  return { element, update };
}

function iconButton(shape: IconName, title: string, key: string, run: () => void): HTMLButtonElement {
  const element = button({ class: 'icon-button' }, run, icon(shape));
  name(element, title, key);
  return element;
}

function name(element: HTMLElement, title: string, key: string): void {
  explain(element, key === '' ? title : `${title} (${key})`);
  element.setAttribute('aria-label', title);
}
