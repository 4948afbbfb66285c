import { beforeEach, describe, expect, test } from 'vitest';
import { type Change, changeExperiment, completeExperiment } from '../../src/experiment/experiment';
import { openBook } from '../../src/experiment/lessonBook';
import { differingKeys, Past } from '../../src/ui/history';
import { differenceInWords } from '../../src/ui/walked';

const ENVIRONMENT = { count: 40, countLimit: 1e6 };

/** A past, and the present that it belongs to. */
class Desk {
  readonly past = new Past();
  present = completeExperiment({}, ENVIRONMENT);
  now = 0;

  change(change: Change, { after = 10_000, passing = false } = {}): void {
    this.now += after;
    const next = changeExperiment(this.present, change, ENVIRONMENT);
    this.past.note(this.present, next, this.now, passing);
    this.present = next;
  }

  walk(direction: 'undo' | 'redo'): number | null {
    const next = this.past[direction]();
    this.present = next ?? this.present;
    return next?.eta ?? null;
  }
}

let desk = new Desk();
beforeEach(() => {
  desk = new Desk();
});

describe('undo and redo', () => {
  test('walk back and forth through all changes, and end where they began', () => {
    const first = desk.present;
    for (const eta of [0.1, 0.2, 0.3]) desk.change({ eta });
    const last = desk.present;
    expect([1, 2, 3, 4].map(() => desk.walk('undo'))).toEqual([0.2, 0.1, first.eta, null]);
    expect(desk.present).toBe(first);
    expect([1, 2, 3, 4].map(() => desk.walk('redo'))).toEqual([0.1, 0.2, 0.3, null]);
    expect(desk.present).toBe(last);
  });

  test('a new change leaves nothing to redo', () => {
    desk.change({ eta: 0.1 });
    desk.change({ eta: 0.2 });
    desk.walk('undo');
    expect(desk.past.canRedo).toBe(true);
    desk.change({ eta: 0.3 }, { after: 1 }); // never part of a step that was undone
    expect(desk.past.canRedo).toBe(false);
    expect([1, 2].map(() => desk.walk('undo'))).toEqual([0.1, 0.18]);
  });

  test('at most 200 steps are remembered', () => {
    for (let n = 1; n <= 205; n++) desk.change({ eta: n });
    const seen = Array.from({ length: 205 }, () => desk.walk('undo'));
    expect(seen.filter((eta) => eta !== null).at(-1)).toBe(5);
    expect(seen.filter((eta) => eta !== null)).toHaveLength(200);
  });

  test('what could not be shown is forgotten', () => {
    desk.change({ eta: 0.1 });
    const shown = desk.present;
    desk.change({ eta: 0.2 });
    desk.past.drop(desk.present);
    desk.present = shown;
    expect(desk.walk('undo')).toBe(0.18);
    expect(desk.past.canUndo).toBe(false);
  });
});

describe('one step are', () => {
  const etas = (options: { after: number }) => {
    for (const eta of [0.1, 0.11, 0.12]) desk.change({ eta }, options);
  };

  test('changes of the same keys that follow closely', () => {
    etas({ after: 600 });
    expect(desk.walk('undo')).toBe(0.18);
    expect(desk.past.canUndo).toBe(false);
    etas({ after: 800 });
    expect(desk.walk('undo')).toBe(0.11);
  });

  test('changes while a pointer is down, however slow', () => {
    desk.past.press();
    etas({ after: 5000 });
    desk.past.release();
    expect(desk.walk('undo')).toBe(0.18);
  });

  test('but not those of two presses, nor those of other keys, nor two lessons', async () => {
    await openBook();
    desk.past.press();
    desk.change({ eta: 0.1 });
    desk.past.press();
    desk.change({ eta: 0.2 }, { after: 100 });
    desk.change({ trail: 7 }, { after: 100 });
    desk.change({ lesson: 'landscape' }, { after: 100 });
    desk.change({ lesson: 'zigzag' }, { after: 100 });
    desk.change({ lesson: 'landscape' }, { after: 100 });
    desk.walk('undo');
    expect(desk.present.lesson).toBe('zigzag');
    desk.walk('undo');
    desk.walk('undo');
    expect([desk.present.lesson, desk.present.trail]).toEqual([null, 7]);
    expect([1, 2, 3].map(() => desk.walk('undo'))).toEqual([0.2, 0.1, 0.18]);
  });

  test('all that a script does in passing, however long it takes', () => {
    desk.change({ eta: 0.5 }, { after: 100 });
    for (const eta of [0.1, 0.2, 0.3]) desk.change({ eta }, { after: 2000, passing: true });
    desk.change({ eta: 0.4 }, { after: 100 });
    expect([1, 2, 3].map(() => desk.walk('undo'))).toEqual([0.3, 0.5, 0.18]);
  });

  test('and none where all ends as it began', () => {
    desk.change({ eta: 0.1 });
    desk.change({ eta: 0.18 }, { after: 100 });
    expect(desk.past.canUndo).toBe(false);
  });
});

describe('what was undone', () => {
  const told = (change: Change) => {
    const from = completeExperiment({ eta: 0.19 }, ENVIRONMENT);
    return differenceInWords(from, changeExperiment(from, change, ENVIRONMENT));
  };

  test.each<[Change, string]>([
    [{ eta: 0.05 }, 'η 0.19 → 0.05'],
    [{ arrows: false, methods: ['gd'] }, 'methods gd, gf → gd, arrows on → off'],
    [{ view: [0, 1, 2] }, 'view'],
    [{ placed: [[1, 2]] }, 'pairs placed by hand'],
    [{ objective: 'himmelblau' }, 'objective bowl → himmelblau'],
    [{ eta: 1, trail: 9, speed: 2, theme: 'light', b: 3 }, 'b, η, trail and 2 more'],
  ])('%o is told as “%s”', (change, words) => expect(told(change)).toBe(words));

  test('a parameter that only one of them has is a difference', () => {
    const [one, other] = [{ objective: 'a x^2' }, { objective: 'x^2' }].map((change) =>
      completeExperiment(change, ENVIRONMENT),
    );
    expect(one && other && differingKeys(one, other)).toContain('a');
  });
});
