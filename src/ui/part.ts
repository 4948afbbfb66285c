/** A piece of the interface. */
export interface Part {
  /** Shows what has changed; called after every frame, so that it compares before it touches the page. */
  readonly update: () => void;
  readonly dispose?: () => void;
}

/** Calls `show` when one of the values is another than the last time. */
export function whenChanged<Values extends unknown[]>(
  read: () => readonly [...Values],
  show: (...values: NoInfer<Values>) => void,
): () => void {
  let last: readonly unknown[] | null = null;
  return () => {
    const values = read();
    if (last?.every((value, n) => value === values[n])) return;
    last = values;
    show(...values);
  };
}

const updates = new Set<() => void>();

/** Makes an update one of those that `showNow` calls; returns what ends it. */
export function keepShown(update: () => void): () => void {
  updates.add(update);
  return () => updates.delete(update);
}

/** Brings the page up to date without waiting for the next frame. */
export function showNow(): void {
  for (const update of updates) update();
}
