import { togglePlay } from './actions';
import { icon } from './panel/icons';
import { iconButton, nameButton } from './panel/transport';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** Play and pause, in sight where the panel's are not: below the closed panel, and in figures of other pages. */
export function mountFloatingPlay(session: Session, root: HTMLElement): Part {
  const element = iconButton('play', 'Play', 'Space', () => togglePlay(session));
  element.classList.add('floating-play');
  root.append(element);
  const update = whenChanged(
    () => [session.instrument.playing],
    (playing) => {
      element.replaceChildren(icon(playing ? 'pause' : 'play'));
      element.classList.toggle('playing', playing);
      nameButton(element, playing ? 'Pause' : 'Play', 'Space');
    },
  );
  return { update, dispose: () => element.remove() };
}
