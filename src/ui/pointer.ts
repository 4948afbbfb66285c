import type { View } from '../objectives/objective';
import { change, goHome, markNearest, placePair, togglePlay, zoomFactor } from './actions';
import { el } from './dom';
import { watchGestures } from './gestures';
import { panned, pointAt, type Size, zoomed } from './navigate';
import type { Part } from './part';
import type { Session } from './session';

/** Pixels from the pointer within which a particle is found. */
const PICK_REACH = 24;

/**
 * Drag, wheel and pinch move the view, a click places a pair, with Shift it marks one, a double click goes home. In a figure of
 * another page a click plays and pauses, and the wheel is that page's until the figure has the focus.
 */
export function mountPointer(session: Session, root: HTMLElement, plane: HTMLElement): Part {
  const views = new ViewChanges(session);
  const size = (): Size => ({ width: plane.clientWidth, height: plane.clientHeight });
  const placeAt = (at: readonly [number, number]): void => {
    placePair(session, pointAt(views.latest, size(), at));
  };
  const stop = watchGestures(plane, {
    pan: (by) => views.ask(panned(views.latest, size(), by)),
    zoom: (at, factor) => {
      const allowed = zoomFactor(session, views.latest, factor);
      views.ask(zoomed(views.latest, size(), at, allowed));
    },
    press: (at) => ripple(root, at),
    click: (at) => (session.experiment.embed ? togglePlay(session) : placeAt(at)),
    doubleClick: () => goHome(session),
    pick: (at) => {
      const { view } = session.experiment;
      const reach = (PICK_REACH * 2 * view[2]) / size().height;
      void markNearest(session, pointAt(view, size(), at), reach);
    },
    hold: (holding) => plane.classList.toggle('held', holding),
    wheels: ({ ctrlKey }) => !session.experiment.embed || ctrlKey || document.hasFocus(),
  });
  return { update: () => undefined, dispose: stop };
}

/** Pointers report more often than pictures are drawn: the view changes once a frame, to the latest one asked for. */
class ViewChanges {
  readonly #session: Session;
  #asked: View | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  get latest(): View {
    return this.#asked ?? this.#session.experiment.view;
  }

  ask(view: View): void {
    if (this.#asked === null) requestAnimationFrame(() => this.#apply());
    this.#asked = view;
  }

  #apply(): void {
    if (this.#asked !== null) change(this.#session, { view: this.#asked });
    this.#asked = null;
  }
}

/** Shows at once that a click was seen. */
function ripple(root: HTMLElement, [x, y]: readonly [number, number]): void {
  const ring = el('div', { class: 'ripple', 'aria-hidden': 'true' });
  ring.style.left = `${x}px`;
  ring.style.top = `${y}px`;
  ring.addEventListener('animationend', () => ring.remove());
  setTimeout(() => ring.remove(), 600);
  root.append(ring);
}
