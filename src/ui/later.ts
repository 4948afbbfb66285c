import { messageOf } from './actions';
import { showNotice } from './notice';
import type { Part } from './part';

/** A piece of the interface whose code is loaded when it is first wanted. */
export function later(wanted: () => boolean, load: () => Promise<() => Part>): Part {
  let part: Part | null = null;
  let asked = false;
  let gone = false;
  const mount = (make: () => Part): void => {
    if (gone) return;
    part = make();
    part.update();
  };
  const update = (): void => {
    if (part !== null) part.update();
    else if (!asked && wanted()) {
      asked = true;
      load().then(mount, () => {
        asked = false; // the network may come back
      });
    }
  };
  const dispose = (): void => {
    gone = true;
    part?.dispose?.();
  };
  return { update, dispose };
}

/** What a key or a button does, whose code is loaded when it is first pressed. */
export function pressedLater(load: () => Promise<() => void>): () => void {
  return () => {
    load().then(
      (run) => run(),
      (error: unknown) => showNotice({ text: messageOf(error) }),
    );
  };
}
