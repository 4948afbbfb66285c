import { describe, expect, test } from 'vitest';
import { type Landscape, rodas4, rodas4Step, type StepControl } from '../../src/methods/rodas4';

type Point = readonly [number, number];

/** What the shader runs with. */
const SHADER = { tolerance: 1e-5, substeps: 128 };
const TIGHT = { tolerance: 1e-10, substeps: 20_000 };

// Written out by hand: these tests depend on neither the parser nor the graph.
const rosenbrock: Landscape = {
  gradient: (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  hessian: (x, y) => [2 - 400 * (y - x * x) + 800 * x * x, -400 * x, 200],
  defined: () => true,
};
const himmelblau: Landscape = {
  gradient: (x, y) => {
    const [p, q] = [x * x + y - 11, x + y * y - 7];
    return [4 * x * p + 2 * q, 2 * p + 4 * y * q];
  },
  hessian: (x, y) => [12 * x * x + 4 * y - 42, 4 * x + 4 * y, 12 * y * y + 4 * x - 26],
  defined: () => true,
};
/** x⁴/4 − x²/2 + y²/2 + xy/3: two wells, axes that are not the eigenvectors. */
const well: Landscape = {
  gradient: (x, y) => [x ** 3 - x + y / 3, y + x / 3],
  hessian: (x) => [3 * x * x - 1, 1 / 3, 1],
  defined: () => true,
};
/** x³ − 3xy²: every direction is unbounded below. */
const monkeySaddle: Landscape = {
  gradient: (x, y) => [3 * x * x - 3 * y * y, -6 * x * y],
  hessian: (x, y) => [6 * x, -6 * y, -6 * x],
  defined: () => true,
};

const SMOOTH = [
  { name: 'Rosenbrock', f: rosenbrock, L: 1001.6, start: [-1, 0.5] },
  { name: 'Himmelblau', f: himmelblau, L: 82.3, start: [1.2, 0.4] },
  { name: 'double well', f: well, L: 2.1, start: [0.3, -0.8] },
] as const;

/** The classical Runge–Kutta method with many small steps: the reference that shares nothing with Rodas4. */
function reference(f: Landscape, [x0, y0]: Point, duration: number, steps: number): Point {
  let [x, y] = [x0, y0];
  const h = duration / steps;
  for (let i = 0; i < steps; i++) {
    const [a, b] = f.gradient(x, y);
    const [c, d] = f.gradient(x - (h / 2) * a, y - (h / 2) * b);
    const [p, q] = f.gradient(x - (h / 2) * c, y - (h / 2) * d);
    const [r, s] = f.gradient(x - h * p, y - h * q);
    x -= (h / 6) * (a + 2 * c + 2 * p + r);
    y -= (h / 6) * (b + 2 * d + 2 * q + s);
  }
  return [x, y];
}

/** The flow as the step kernel asks for it: an eighth of η at a time, h carried along. */
function inTicks(f: Landscape, start: Point, eta: number, control: StepControl): Point {
  let state: { end: Point; h: number } = { end: start, h: 0 };
  for (let tick = 0; tick < 8; tick++) state = rodas4(f, state.end, eta / 8, state.h, control);
  return state.end;
}

function distance([a, b]: Point, [c, d]: Point): number {
  return Math.max(Math.abs(a - c), Math.abs(b - d));
}

/** Error relative to max(1, |reference|), as NUMERICS's table has it. */
function relativeError(end: Point, exact: Point): number {
  return distance(end, exact) / Math.max(1, Math.abs(exact[0]), Math.abs(exact[1]));
}

/** Slope of log(error) against log(h) by least squares. */
function slope(points: readonly (readonly [h: number, error: number])[]): number {
  const logs = points.map(([h, error]) => [Math.log(h), Math.log(error)] as const);
  const mean = (k: 0 | 1) => logs.reduce((sum, log) => sum + log[k], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const over = logs.reduce((sum, [lx, ly]) => sum + (lx - mx) * (ly - my), 0);
  return over / logs.reduce((sum, [lx]) => sum + (lx - mx) ** 2, 0);
}

describe.each(SMOOTH)('one step of Rodas4 on $name', ({ f, L, start }) => {
  test('is of order 4, by slope fit at a fixed time', () => {
    const duration = 5 / L;
    const exact = reference(f, start, duration, 20_000);
    const errors = [8, 12, 16, 24, 32].map((steps) => {
      let p: Point = start;
      for (let i = 0; i < steps; i++) p = rodas4Step(f, p, duration / steps).end;
      return [duration / steps, distance(p, exact)] as const;
    });
    expect(Math.abs(slope(errors) - 4)).toBeLessThan(0.2);
  });

  test('has an error estimate of order 3, hence ∝ h⁴ in one step', () => {
    const estimates = [1, 2, 4, 8].map((n) => [1 / n, rodas4Step(f, start, 0.1 / L / n).error] as const);
    expect(Math.abs(slope(estimates) - 4)).toBeLessThan(0.2);
  });
});

test('a linear mode never overshoots: 0 < R(−hλ) < 1, and 0 at infinity', () => {
  const bowl: Landscape = { gradient: (x, y) => [x, y], hessian: () => [1, 0, 1], defined: () => true };
  for (let exponent = -2; exponent <= 9; exponent += 0.05) {
    const [R] = rodas4Step(bowl, [1, 0], 10 ** exponent).end;
    expect(R).toBeLessThan(1);
    // R falls like 1/h: beyond 1e6 what is left of it is the rounding of the published coefficients.
    if (exponent <= 6) expect(R).toBeGreaterThan(0);
    else expect(Math.abs(R)).toBeLessThan(1e-5);
  }
});

describe.each(SMOOTH)('the adaptive flow on $name', ({ f, L, start }) => {
  test.each([1e-2, 1e-1, 1, 10, 100, 1000])('agrees with small Runge–Kutta steps at ηL = %d', (etaL) => {
    const exact = reference(f, start, etaL / L, Math.max(100, etaL * 100));
    expect(relativeError(rodas4(f, start, etaL / L, 0, TIGHT).end, exact)).toBeLessThan(5e-9);
  });
});

// The promise of NUMERICS §1 for tolerance 1e-5, from many starts.
test.each([
  { etaL: 1e-2, error: 1e-5 },
  { etaL: 1e-1, error: 1e-5 },
  { etaL: 1, error: 1e-5 },
  { etaL: 10, error: 2e-4 },
  { etaL: 100, error: 1e-4 },
  { etaL: 1e3, error: 6e-5 },
  { etaL: 1e4, error: 4e-5 },
])('tolerance 1e-5 gives errors below $error at ηL = $etaL', ({ etaL, error }) => {
  for (const { f, L } of SMOOTH) {
    for (const x of [-1.9, -1.1, -0.3, 0.6, 1.7]) {
      for (const y of [-0.9, 0.2, 1.1, 2.3]) {
        const exact = rodas4(f, [x, y], etaL / L, 0, TIGHT).end;
        expect(relativeError(inTicks(f, [x, y], etaL / L, SHADER), exact)).toBeLessThan(error);
      }
    }
  }
});

describe('the substep h', () => {
  test('is not shortened by a duration that cut it', () => {
    const { h } = rodas4(himmelblau, [1.2, 0.4], 0.1, 0, SHADER);
    const after = rodas4(himmelblau, [3.01, 2.01], 1e-9, h, SHADER);
    expect(after.h).toBeGreaterThanOrEqual(h);
  });

  test('stays below 2/|λmin| where f is concave', () => {
    const { h } = rodas4(well, [0.01, 0], 1e-6, 1e9, SHADER);
    // H = [[−1, 1/3], [1/3, 1]] there, up to 3x².
    expect(h).toBeLessThan(1.001 * (2 / Math.sqrt(1 + 1 / 9)));
  });
});

test('a flow in eight ticks ends where the flow in one ends', () => {
  const whole = rodas4(rosenbrock, [0.5, 0.7], 0.4, 0, TIGHT).end;
  expect(distance(inTicks(rosenbrock, [0.5, 0.7], 0.4, TIGHT), whole)).toBeLessThan(1e-9);
});

test('a plane is descended exactly', () => {
  const plane: Landscape = { gradient: () => [2, -1], hessian: () => [0, 0, 0], defined: () => true };
  const [x, y] = rodas4(plane, [0, 0], 3, 0, SHADER).end;
  expect(x).toBeCloseTo(-6, 7);
  expect(y).toBeCloseTo(3, 7);
});

test('at a kink the flow stays, slides along it on time, and does not leave by its step', () => {
  // 10|x − y| + (x² + y²)/2: from (1, 0.6) to the diagonal, then along it like e^{−t}.
  const ridge: Landscape = {
    gradient: (x, y) => [10 * Math.sign(x - y) + x, -10 * Math.sign(x - y) + y],
    hessian: () => [1, 0, 1],
    defined: () => true,
  };
  let state: { end: Point; h: number } = { end: [1, 0.6], h: 0 };
  for (let tick = 0; tick < 200; tick++) {
    state = rodas4(ridge, state.end, 0.005, state.h, SHADER);
    if (tick > 10) expect(Math.abs(state.end[0] - state.end[1])).toBeLessThan(0.02);
  }
  expect((state.end[0] + state.end[1]) / 2).toBeCloseTo(0.8 * Math.exp(-1), 4);
});

describe('the edge of the domain', () => {
  test('is not crossed by a substep: −log x keeps the flow inside', () => {
    // x − log x: dx/dt = 1/x − 1, from 1e-3 up to 1.
    const barrier: Landscape = {
      gradient: (x, y) => [1 - 1 / x, y],
      hessian: (x) => [1 / (x * x), 0, 1],
      defined: (x) => x > 0,
    };
    const [x] = rodas4(barrier, [1e-3, 0], 50, 0, SHADER).end;
    expect(x).toBeCloseTo(1, 4);
  });

  test('is reported where the flow runs into it', () => {
    // √x: x^{3/2} falls by 3t/4, so that x = 0.01 reaches the edge at t = 4/3·1e-3.
    const edge: Landscape = {
      gradient: (x, y) => [0.5 / Math.sqrt(x), y],
      hessian: (x) => [-0.25 * x ** -1.5, 0, 1],
      defined: (x) => x >= 0,
    };
    const [before] = rodas4(edge, [0.01, 0], 1e-3, 0, SHADER).end;
    expect(before).toBeCloseTo((1e-3 - 0.75e-3) ** (2 / 3), 5);
    const [after] = rodas4(edge, [0.01, 0], 2e-3, 0, SHADER).end;
    expect(edge.defined(after, 0)).toBe(false);
  });
});

test('a flow that blows up in finite time is left alone far out, quickly', () => {
  // On the negative axis of the monkey saddle dx/dt = −3x², so that x = −1 is gone at t = 1/3.
  const before = rodas4(monkeySaddle, [-1, 0], 0.3, 0, TIGHT).end;
  expect(before[0] / -10).toBeCloseTo(1, 6);
  const [x] = rodas4(monkeySaddle, [-1, 0], 1, 0, TIGHT).end;
  expect(x).toBeLessThan(-1e15);
});
