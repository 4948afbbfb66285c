import { describe, expect, test } from 'vitest';
import { eigenvalues } from '../../src/math/symmetric2';
import { heavyball } from '../../src/methods/heavyball';
import { inertial } from '../../src/methods/inertial';
import type { Circumstances, Curvature, Method, Particle } from '../../src/methods/method';
import { damping, stepTime } from '../../src/methods/momentum';
import { nesterov } from '../../src/methods/nesterov';
import { oscillate } from '../../src/methods/oscillator';
import { method } from '../../src/methods/table';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { tunings } from '../../src/theory/momentum';
import { circumstancesWith } from '../circumstances';

type Point = readonly [number, number];

/** x⁴/4 − x²/2 + y²/2 + xy/3: two wells, axes that are not the eigenvectors. */
const WELL = makeObjective('x^4/4 - x^2/2 + y^2/2 + x y/3', {});

/** λ₁x²/2 + λ₂y²/2. */
function bowlOf(first: number, second: number): Objective {
  return makeObjective('a x^2/2 + b y^2/2', { a: first, b: second });
}

function particleAt({ carry }: Method, [x, y]: Point, given: readonly number[] = []): Particle {
  const full = Array.from({ length: carry }, (_, n) => given[n] ?? 0);
  return { x, y, carry: full, index: 0, tick: 0 };
}

/** The particle after so many whole steps of one duration each. */
function follow(
  row: Method,
  objective: Objective,
  start: Particle,
  told: Circumstances,
  steps: number,
): Particle {
  const duration = row.kind === 'map' ? told.eta : row.time(told);
  let particle = start;
  for (let k = 0; k < steps; k++) {
    const motion = row.advance(particle, objective, duration, told);
    particle = { ...particle, ...motion, tick: k + 1 };
  }
  return particle;
}

/** (x, y, ẋ, ẏ) of θ̈ + γθ̇ + ∇f = 0 by classical Runge–Kutta: shares nothing with the methods. */
function reference(
  objective: Objective,
  start: readonly number[],
  gamma: number,
  duration: number,
  steps: number,
) {
  const h = duration / steps;
  const rate = ([x = 0, y = 0, vx = 0, vy = 0]: readonly number[]) => {
    const [fx, fy] = objective.gradient(x, y);
    return [vx, vy, -gamma * vx - fx, -gamma * vy - fy];
  };
  let z = start;
  const moved = (by: number, k: readonly number[]) => z.map((value, n) => value + by * (k[n] ?? 0));
  for (let i = 0; i < steps; i++) {
    const a = rate(z);
    const b = rate(moved(h / 2, a));
    const c = rate(moved(h / 2, b));
    const d = rate(moved(h, c));
    z = moved(
      h / 6,
      a.map((value, n) => value + 2 * (b[n] ?? 0) + 2 * (c[n] ?? 0) + (d[n] ?? 0)),
    );
  }
  return z;
}

/** η and β with which a step takes the time h along the flow with this γ. */
function tuned(gamma: number, h: number): Circumstances {
  const a = (gamma * h) / 2;
  return circumstancesWith({ eta: (h * h) / (1 + a), momentum: (1 - a) / (1 + a) });
}

/** zₖ of zₖ₊₁ = sum·zₖ − product·zₖ₋₁ from z₀ = 1 and z₁, by the two roots of z² − sum·z + product. */
function recurrence(sum: number, product: number, z1: number, k: number): number {
  const quarter = (sum / 2) ** 2 - product;
  if (quarter < 0) {
    const [size, angle] = [Math.sqrt(product), Math.acos(sum / 2 / Math.sqrt(product))];
    const sine = (z1 / size - Math.cos(angle)) / Math.sin(angle);
    return size ** k * (Math.cos(k * angle) + sine * Math.sin(k * angle));
  }
  const [r, s] = [sum / 2 + Math.sqrt(quarter), sum / 2 - Math.sqrt(quarter)];
  return ((z1 - s) * r ** k - (z1 - r) * s ** k) / (r - s);
}

describe('k steps on a quadratic are powers of the roots of the characteristic polynomial', () => {
  const cases = [0, 0.3, 0.9, 0.99].flatMap((beta) =>
    [0.05, 0.7, 0.95, 1.3].map((etaLambda) => [beta, etaLambda] as const),
  );

  test.each(cases)('heavy ball, β = %d, ηλ = %d', (momentum, etaLambda) => {
    for (const k of [1, 2, 10, 100]) {
      const told = circumstancesWith({ eta: 0.5, momentum });
      const { x } = follow(heavyball, bowlOf(etaLambda / 0.5, 1), particleAt(heavyball, [1, 0.3]), told, k);
      const exact = recurrence(1 + momentum - etaLambda, momentum, 1 - etaLambda, k);
      expect(Math.abs(x - exact)).toBeLessThan(1e-10 * Math.max(1, Math.abs(exact)));
    }
  });

  test.each(cases)('Nesterov, β = %d, ηλ = %d', (momentum, etaLambda) => {
    for (const k of [1, 2, 10, 100]) {
      const told = circumstancesWith({ eta: 0.5, momentum });
      const { x } = follow(nesterov, bowlOf(etaLambda / 0.5, 1), particleAt(nesterov, [1, 0.3]), told, k);
      const shrunk = 1 - etaLambda;
      const exact = recurrence((1 + momentum) * shrunk, momentum * shrunk, shrunk, k);
      expect(Math.abs(x - exact)).toBeLessThan(1e-10 * Math.max(1, Math.abs(exact)));
    }
  });

  test.each([0, 0.3, 0.9, 0.99])(
    'both stop being stable within 1 % of what they state, β = %d',
    (momentum) => {
      const bowl = bowlOf(7, 1);
      for (const row of [heavyball, nesterov]) {
        const limit = row.stabilityLimit({ L: 7, mu: 1, A: [7, 0, 1] }, circumstancesWith({ momentum })) ?? 0;
        const stays = (eta: number) => {
          const told = circumstancesWith({ eta, momentum });
          let particle = particleAt(row, [1, 1]);
          for (let k = 0; k < 6000 && Math.abs(particle.x) < 1e6; k++) {
            particle = { ...particle, ...row.advance(particle, bowl, eta, told) };
          }
          return Math.hypot(particle.x, particle.y) < 1e-6;
        };
        expect(stays(0.99 * limit), row.id).toBe(true);
        expect(stays(1.01 * limit), row.id).toBe(false);
      }
    },
  );

  test('without momentum both are gradient descent', () => {
    const told = circumstancesWith({ eta: 0.3, momentum: 0 });
    const ends = [method('gd'), heavyball, nesterov].map((row) =>
      follow(row, WELL, particleAt(row, [0.4, -0.9]), told, 25),
    );
    for (const { x, y } of ends) expect([x, y]).toEqual([ends[0]?.x, ends[0]?.y]);
  });
});

describe('the tunings for given curvatures', () => {
  const [L, mu] = [100, 1];
  const curvature: Curvature = { L, mu, A: [L, 0, mu] };
  const all = tunings({ L, mu });

  test('at κ = 100: heavy ball .818, Nesterov .900 at 1/L and .885, against .980 of gradient descent', () => {
    const told = circumstancesWith({ eta: 2 / (L + mu) });
    expect(method('gd').rate(curvature, told)).toBeCloseTo(0.98, 3);
    expect(all.map(({ rate }) => Number(rate.toFixed(3)))).toEqual([0.818, 0.9, 0.885]);
    expect(all.map(({ method }) => method)).toEqual(['heavyball', 'nesterov', 'nesterov']);
  });

  test.each(all)(
    '$label: its rate is that of the row, and of the orbit',
    ({ method: id, eta, momentum, rate }) => {
      const row = method(id);
      const told = circumstancesWith({ eta, momentum });
      // At a double root the discriminant is rounding, and the root its square root.
      expect(row.rate(curvature, told)).toBeCloseTo(rate, 6);
      const size = (k: number) => {
        const { x, y } = follow(row, bowlOf(L, mu), particleAt(row, [1, 1]), told, k);
        return Math.hypot(x, y);
      };
      // A double root makes k ρᵏ of an orbit, which doubles between k and 2k.
      expect((size(1000) / size(500) / 2) ** (1 / 500)).toBeCloseTo(rate, 3);
    },
  );

  test('no η and β nearby are better than an optimum, where L and μ are equally slow', () => {
    for (const { method: id, eta, momentum, rate } of all.filter(({ label }) => label.includes('optimum'))) {
      for (const lambda of [L, mu]) {
        const alone: Curvature = { L: lambda, mu: lambda, A: null };
        expect(method(id).rate(alone, circumstancesWith({ eta, momentum }))).toBeCloseTo(rate, 6);
      }
      for (const change of [-0.05, -0.01, 0, 0.01, 0.05]) {
        for (const shift of [-0.05, -0.01, 0, 0.01, 0.05]) {
          const told = circumstancesWith({ eta: eta * (1 + change), momentum: momentum + shift });
          expect(method(id).rate(curvature, told)).toBeGreaterThan(rate - 1e-7);
        }
      }
    }
    // With η = 1/L fixed the classical β is the best one.
    for (const shift of [-0.01, 0.01]) {
      const [, { eta, momentum, rate } = { eta: 0, momentum: 0, rate: 0 }] = all;
      const told = circumstancesWith({ eta, momentum: momentum + shift });
      expect(nesterov.rate(curvature, told)).toBeGreaterThan(rate);
    }
  });

  test('at κ = 1 they are one step of gradient descent', () => {
    for (const { eta, momentum, rate } of tunings({ L: 4, mu: 4 })) {
      expect([eta, momentum, rate]).toEqual([0.25, 0, 0]);
    }
    expect(tunings({ L: 4, mu: 4 })).toHaveLength(3);
  });

  test('there are none without strong convexity, nor where β would be 1 in f32', () => {
    for (const [steep, shallow] of [
      [1, 0],
      [1, -1],
      [-1, -2],
      [0, 0],
      [Number.POSITIVE_INFINITY, 1],
      [Number.NaN, 1],
      [1, Number.NaN],
      [1, 1e-17],
    ] as const) {
      expect(tunings({ L: steep, mu: shallow })).toEqual([]);
    }
    expect(tunings({ L: 1, mu: 1e-12 })).toHaveLength(3);
  });

  test('all of them are stable', () => {
    for (const kappa of [1, 1.5, 100, 1e8]) {
      for (const { method: id, eta, momentum } of tunings({ L: 3, mu: 3 / kappa })) {
        const told = circumstancesWith({ eta, momentum });
        expect(eta).toBeLessThan(method(id).stabilityLimit({ L: 3, mu: 3 / kappa, A: null }, told) ?? 0);
      }
    }
  });
});

describe('the damped oscillator', () => {
  /** ψ, ψ̇ and Ψ by the roots of s² + γs + λ, wherever that does not cancel. */
  function byRoots(lambda: number, gamma: number, t: number): readonly number[] {
    const half = gamma / 2;
    const square = half * half - lambda;
    const root = Math.sqrt(Math.abs(square));
    const decay = Math.exp(-half * t);
    const [c, s] =
      square < 0
        ? [decay * Math.cos(root * t), (decay * Math.sin(root * t)) / root]
        : [decay * Math.cosh(root * t), root === 0 ? decay * t : (decay * Math.sinh(root * t)) / root];
    return [s, c - half * s, (1 - (c + half * s)) / lambda];
  }

  test.each([
    ['underdamped', 4, 0.3, 1.7],
    ['underdamped, many turns', 4, 0.01, 250],
    ['overdamped', 0.5, 3, 2.5],
    ['overdamped, slow mode', 1e-3, 3, 200],
    ['critical', 1, 2, 1.3],
    ['nearly critical', 1 + 1e-13, 2, 5],
    ['unstable', -2, 0.7, 3],
    ['undamped', 9, 0, 2],
  ])('%s is what its roots say', (_, lambda, gamma, t) => {
    const { drift, hold, push } = oscillate(lambda, gamma, t);
    const exact = byRoots(lambda, gamma, t);
    [drift, hold, push].forEach((value, n) => {
      const size = Math.max(1, Math.abs(exact[n] ?? 0));
      expect(Math.abs(value - (exact[n] ?? 0))).toBeLessThan(1e-12 * size);
    });
  });

  test('without a force it glides to a stop, for no time it does not move, in a short one Ψ = t²/2', () => {
    const { drift, hold, push } = oscillate(0, 2, 3);
    expect(drift).toBeCloseTo((1 - Math.exp(-6)) / 2, 14);
    expect(hold).toBeCloseTo(Math.exp(-6), 14);
    expect(push).toBeCloseTo((3 - (1 - Math.exp(-6)) / 2) / 2, 13);
    expect(oscillate(5, 2, 0)).toEqual({ drift: 0, hold: 1, push: 0 });
    expect(oscillate(5, 2, 1e-9).push / 5e-19).toBeCloseTo(1, 8);
  });

  test('whatever explodes stays finite in f32', () => {
    for (const value of Object.values(oscillate(-1e6, 0.1, 1e6))) {
      expect(Number.isFinite(Math.fround(value))).toBe(true);
    }
  });
});

describe('the inertial flow', () => {
  test('has the γ and the clock of NUMERICS §5, which invert each other', () => {
    for (const [gamma, h] of [
      [0.7, 0.2],
      [3, 1e-3],
      [0, 0.5],
    ] as const) {
      const told = tuned(gamma, h);
      for (const row of [heavyball, nesterov, inertial]) expect(row.time(told)).toBeCloseTo(h, 14);
      expect(stepTime(told)).toBeCloseTo(h, 14);
      expect(damping(told)).toBeCloseTo(gamma, 12);
    }
  });

  test.each([
    { key: 'rosenbrock', start: [-1, 0.5] },
    { key: 'himmelblau', start: [1.2, 0.4] },
    { key: 'doublewell', start: [0.3, -0.8] },
    { key: 'rastrigin', start: [0.4, -0.3] },
    { key: 'ackley', start: [1.4, 0.3] },
  ] as const)('agrees with small Runge–Kutta steps on $key, position and velocity', ({ key, start }) => {
    const objective = makeObjective(key, {});
    for (const scale of [0.1, 1, 10]) {
      const told = circumstancesWith({ eta: scale * (objective.row?.eta ?? 1) });
      const exact = reference(objective, [...start, 0, 0], damping(told), 3 * stepTime(told), 6000);
      const { x, y, carry } = follow(inertial, objective, particleAt(inertial, start), told, 3);
      const [vx = 0, vy = 0] = carry;
      const speed = Math.max(1, Math.abs(exact[2] ?? 0), Math.abs(exact[3] ?? 0));
      expect(Math.hypot(x - (exact[0] ?? 0), y - (exact[1] ?? 0))).toBeLessThan(1e-7);
      expect(Math.hypot(vx - (exact[2] ?? 0), vy - (exact[3] ?? 0)) / speed).toBeLessThan(1e-7);
    }
  });

  test.each(['rotated', 'saddle', 'booth', 'bowl'])(
    'is exact on the quadratic %s, and so is what the shader is told',
    (key) => {
      const objective = makeObjective(key, {});
      const A = objective.quadratic?.A ?? [0, 0, 0];
      const L = Math.max(...eigenvalues(A).map(Math.abs));
      const start = particleAt(inertial, [0.7, -0.4], [0.3, 0.5]);
      for (const etaL of [1e-3, 0.5, 4, 100]) {
        const told = circumstancesWith({ eta: etaL / L });
        const t = stepTime(told);
        const exact = reference(objective, [0.7, -0.4, 0.3, 0.5], damping(told), t, 4000);
        const size = Math.max(1, ...exact.map(Math.abs));
        const motion = inertial.advance(start, objective, t, told);
        [motion.x, motion.y, ...motion.carry.slice(0, 2)].forEach((value, n) => {
          expect(Math.abs(value - (exact[n] ?? 0)) / size).toBeLessThan(1e-8);
        });
        const constants = inertial.constants(objective, t, told);
        expect(constants).toHaveLength(15);
        const byShader = swing(constants, start);
        byShader.forEach((value, n) => {
          const meant = [motion.x, motion.y, ...motion.carry][n] ?? 0;
          expect(Math.abs(value - meant) / size).toBeLessThan(1e-12);
        });
      }
    },
  );

  /** shaders/methods/inertial.wgsl on a quadratic, written down again. */
  function swing(constants: readonly number[], { x, y, carry: [wx = 0, wy = 0] }: Particle): number[] {
    const [, vx = 0, vy = 0, ...rest] = constants;
    const end = [x, y, 0, 0];
    for (const [n, [ux, uy]] of [[-vy, vx] as const, [vx, vy] as const].entries()) {
      const [drift = 0, hold = 0, pull = 0, shift = 0, brake = 0, force = 0] = rest.slice(6 * n, 6 * n + 6);
      const [z, w] = [ux * x + uy * y, ux * wx + uy * wy];
      const step = drift * w - (pull * z + shift);
      const velocity = hold * w - (brake * z + force);
      [ux * step, uy * step, ux * velocity, uy * velocity].forEach((value, m) => {
        end[m] = (end[m] ?? 0) + value;
      });
    }
    return end;
  }

  test('loses energy ½|θ̇|² + f and never gains any', () => {
    for (const key of ['rosenbrock', 'himmelblau', 'doublewell', 'rotated']) {
      const objective = makeObjective(key, {});
      const told = circumstancesWith({ eta: objective.row?.eta ?? 1, momentum: 0.8 });
      let particle = particleAt(inertial, [0.6, 0.9]);
      let energy = objective.value(particle.x, particle.y);
      for (let k = 0; k < 40; k++) {
        const motion = inertial.advance(particle, objective, stepTime(told) / 8, told);
        particle = { ...particle, ...motion };
        const [vx = 0, vy = 0] = particle.carry;
        const after = objective.value(particle.x, particle.y) + (vx * vx + vy * vy) / 2;
        expect(after).toBeLessThanOrEqual(energy + 1e-8 * Math.max(1, Math.abs(energy)));
        energy = after;
      }
    }
  });

  test('takes a step in parts as in one', () => {
    const told = circumstancesWith({ eta: 0.01 });
    const himmelblau = makeObjective('himmelblau', {});
    const whole = inertial.advance(particleAt(inertial, [1, 1]), himmelblau, stepTime(told), told);
    let particle = particleAt(inertial, [1, 1]);
    for (let tick = 0; tick < 8; tick++) {
      const motion = inertial.advance(particle, himmelblau, stepTime(told) / 8, told);
      particle = { ...particle, ...motion };
    }
    expect(Math.hypot(particle.x - whole.x, particle.y - whole.y)).toBeLessThan(1e-8);
  });

  test('runs into the edge of a domain, and is then outside', () => {
    const objective = makeObjective('sqrt(x) + y^2/2', {});
    const told = circumstancesWith({ eta: 0.02 });
    let particle = particleAt(inertial, [0.01, 0]);
    for (let k = 0; k < 5 && objective.defined(particle.x, particle.y); k++) {
      particle = { ...particle, ...inertial.advance(particle, objective, stepTime(told), told) };
    }
    expect(objective.defined(particle.x, particle.y)).toBe(false);
  });
});

describe('against the inertial flow at fixed γ and t', () => {
  const [gamma, time, start] = [1.1, 3, [0.3, -0.8]] as const;
  const exact = reference(WELL, [...start, 0, 0], gamma, time, 20_000);

  function slope(row: Method, carryAt: (told: Circumstances) => readonly number[]): number {
    const logs = [100, 200, 400, 800].map((steps): Point => {
      const told = tuned(gamma, time / steps);
      const { x, y } = follow(row, WELL, particleAt(row, start, carryAt(told)), told, steps);
      return [-Math.log(steps), Math.log(Math.hypot(x - (exact[0] ?? 0), y - (exact[1] ?? 0)))];
    });
    const mean = (n: 0 | 1) => logs.reduce((sum, log) => sum + log[n], 0) / logs.length;
    const [mx, my] = [mean(0), mean(1)];
    const over = logs.reduce((sum, [lx, ly]) => sum + (lx - mx) * (ly - my), 0);
    return over / logs.reduce((sum, [lx]) => sum + (lx - mx) ** 2, 0);
  }

  test('heavy ball and Nesterov are of order 1, as they state', () => {
    for (const row of [heavyball, nesterov]) {
      expect(Math.abs(slope(row, () => []) - (row.approaches?.order ?? 0)), row.id).toBeLessThan(0.2);
    }
  });

  test('heavy ball is of order 2 where its first step is the flow’s: v₀ = η∇f/(1 + β)', () => {
    const [fx, fy] = WELL.gradient(...start);
    const found = slope(heavyball, ({ eta, momentum }) => [
      (eta * fx) / (1 + momentum),
      (eta * fy) / (1 + momentum),
    ]);
    expect(Math.abs(found - 2)).toBeLessThan(0.2);
  });
});

test('Nesterov that looks ahead beyond the domain is lost there', () => {
  const objective = makeObjective('log(x) + y^2/2', {});
  const told = circumstancesWith({ eta: 0.01, momentum: 0.9 });
  const particle = particleAt(nesterov, [0.1, 1], [-0.2, 0.1]);
  const { x, y } = nesterov.advance(particle, objective, told.eta, told);
  expect([x, y]).toEqual([0.1 - 0.9 * 0.2, 1 + 0.9 * 0.1]);
  expect(objective.defined(x, y)).toBe(false);
});
