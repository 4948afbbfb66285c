import type { Point } from '../../objectives/box';
import type { Objective } from '../../objectives/objective';
import { type Minimum, MOST_MINIMA } from '../minima';

/** The minima that fates are told apart by. */
export interface Landmarks {
  readonly minima: readonly Point[];
  /** Which of them stands for a curve of minima: who rests anywhere on it counts as resting there. */
  readonly ridge: number | null;
}

/** Minima closer than this, relative to 1 + ‖θ‖, are the same one found again. */
const SAME = 1e-4;

/**
 * Remembers the minima of objectives in the order in which they became known, whatever is in view: a minimum keeps its
 * number, and with it its colour, while the view moves.
 */
export class Landmarker {
  readonly #known = new WeakMap<Objective, Landmarks>();

  /** Those known by now, the given ones among them; the same object as long as there is nothing new. */
  learn(objective: Objective, minima: readonly Minimum[]): Landmarks {
    const known = this.#known.get(objective) ?? { minima: [], ridge: null };
    const all: Point[] = [...known.minima];
    let { ridge } = known;
    const ordered = [...minima].sort((a, b) => a.x - b.x || a.y - b.y);
    for (const { x, y, isolated } of ordered) {
      if (all.length >= MOST_MINIMA) break;
      if (!isolated && ridge !== null) continue;
      const again = all.findIndex(([u, v]) => Math.hypot(u - x, v - y) <= SAME * (1 + Math.hypot(x, y)));
      if (again < 0) all.push([x, y]);
      if (!isolated) ridge = again < 0 ? all.length - 1 : again;
    }
    if (all.length === known.minima.length && ridge === known.ridge) return known;
    const learnt = { minima: all, ridge };
    this.#known.set(objective, learnt);
    return learnt;
  }
}
