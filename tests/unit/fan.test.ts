import { expect, test } from 'vitest';
import { method } from '../../src/methods/table';
import { makeObjective } from '../../src/objectives/objective';
import { settles } from '../../src/theory/lab/settling';
import { circumstancesWith } from '../circumstances';

const cases = [
  ['gd', 'bowl', [-1.55, 1.35], 0.2],
  ['gd', 'doublewell', [0.3, 0.4], 1],
  ['gd', 'doublewell', [1.31, 0.7], 1],
  ['gd', 'himmelblau', [-3.5, -3.1], 0.014949],
  ['gd', 'himmelblau', [3, 2.2], 0.024306],
  ['gd', '-cos(x)+y^2/8', [0.3, 0.4], 2],
  ['gd', 'x^2/2+y^2/20', [0.3, 0.4], 2],
  ['gd', 'rosenbrock', [0.9, 0.82], 2 / 1001.6],
  ['gd', 'rotated', [1, 1.2], 0.05],
  ['heavyball', 'bowl', [-1.55, 1.35], 0.38],
  ['nesterov', 'bowl', [-1.55, 1.35], 3.8 / 28],
  ['heavyball', 'doublewell', [0.9, 0.2], 1.9],
] as const;
test.each(cases)('%s on %s from %s', (id, key, start, expected) => {
  const objective = makeObjective(key, {});
  for (const horizon of [500, 1000, 10000]) {
    const f = (eta: number) => settles(method(id), objective, start, circumstancesWith({ eta }), horizon);
    // scan
    let lo = expected * 0.3;
    let hi = expected * 2.2;
    let changes = 0,
      first = -1;
    const N = 200;
    let prev = f(lo);
    const s0 = prev;
    for (let i = 1; i <= N; i++) {
      const s = f(lo + ((hi - lo) * i) / N);
      if (s !== prev) {
        changes++;
        if (first < 0) first = i;
      }
      prev = s;
    }
    const L0 = lo,
      W = hi - lo;
    lo = L0 + (W * (first - 1)) / N;
    hi = L0 + (W * first) / N;
    for (let n = 0; n < 40; n++) {
      const m = (lo + hi) / 2;
      if (f(m)) lo = m;
      else hi = m;
    }
    console.log(id, key, horizon, s0, changes, lo, (lo / expected - 1).toExponential(2));
  }
});
