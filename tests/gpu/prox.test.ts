import { describe, expect, test } from 'vitest';
import { eigenvalues } from '../../src/math/symmetric2';
import type { Particle } from '../../src/methods/method';
import { prox } from '../../src/methods/prox';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { constants } from '../../src/theory/constants';
import { objectives } from '../checks/check';
import { kernelOf, startsOf, trustRadius } from '../checks/localStep';
import type { Point } from './orbits';

const [SEVERAL, NOT_CONVERGED] = [1, 2] as const;

/** The particles after one step of the shader. */
async function stepped(f: Objective, starts: readonly Point[], eta: number): Promise<readonly Particle[]> {
  const kernel = await kernelOf(prox, f);
  const run = { starts, ticks: 1, duration: eta, trustRadius: trustRadius(f) };
  return (await kernel.run(f, run))[1] ?? [];
}

function isLost(f: Objective, { x, y }: Particle): boolean {
  return !(Math.max(Math.abs(x), Math.abs(y)) <= trustRadius(f));
}

/** Φ(u) = f(u) + |u − θ|²/(2η). */
function phi(f: Objective, u: Point, theta: Point, eta: number): number {
  return f.value(...u) + ((u[0] - theta[0]) ** 2 + (u[1] - theta[1]) ** 2) / (2 * eta);
}

/** How far Newton's method for Φ would still go from u, relative to 1 + |u|, and the least eigenvalue of I + ηH there. */
function whatIsLeft(f: Objective, [x, y]: Point, theta: Point, eta: number) {
  const [fxx, fxy, fyy] = f.hessian(x, y);
  const [fx, fy] = f.gradient(x, y);
  const [a, b, c] = [1 + eta * fxx, eta * fxy, 1 + eta * fyy];
  const [p, q] = [eta * fx + x - theta[0], eta * fy + y - theta[1]];
  const determinant = a * c - b * b;
  const step = Math.hypot(c * p - b * q, a * q - b * p) / Math.abs(determinant);
  return { step: step / (1 + Math.hypot(x, y)), least: eigenvalues([a, b, c])[0] };
}

/** What is wrong with a step that says that it converged, or with any. */
function faultsOf(f: Objective, { x, y }: Particle, to: Particle, eta: number): readonly string[] {
  const [before, after] = [phi(f, [x, y], [x, y], eta), phi(f, [to.x, to.y], [x, y], eta)];
  const where = `from ${x}, ${y} to ${to.x}, ${to.y}`;
  // Measured: 2.1e-13, where the start is the solution to the last bit.
  const rises = !(after - before <= 1e-11 * Math.max(1, Math.abs(before)));
  const faults = rises ? [`Φ goes from ${before} to ${after} ${where}`] : [];
  if (!converged(to)) return faults;
  const { step, least } = whatIsLeft(f, [to.x, to.y], [x, y], eta);
  // Measured: 5.5e-7.
  const isMinimum = least > 0 && step < 2e-6;
  return isMinimum ? faults : [...faults, `no minimum ${where}: ${step} left, curvature ${least}`];
}

function converged({ carry: [flags = 0] }: Particle): boolean {
  return (flags & NOT_CONVERGED) === 0;
}

/** Objectives on which Φ is bounded below, however large η is. */
const bounded = objectives.filter(({ quadratic, key }) => quadratic === null && key !== 'monkey');

describe.each(bounded)('the proximal point in the shader on $key', (f) => {
  // L over the view, of which the starts are taken.
  const { L } = constants(f, f.home);

  test.each([0.5, 5, 100, 1e4])(
    'is a minimum of Φ below its start, four times over, ηL = %d',
    async (etaL) => {
      const eta = Math.fround(etaL / L);
      const starts = startsOf(f, 1024);
      const kernel = await kernelOf(prox, f);
      const orbits = await kernel.run(f, { starts, ticks: 4, duration: eta, trustRadius: trustRadius(f) });
      orbits.slice(1).forEach((ends, k) => {
        const faults = (orbits[k] ?? []).flatMap((from, i) => faultsOf(f, from, ends[i] ?? from, eta));
        expect(faults).toEqual([]);
        // Measured: none, of 2,048 on each. They appear at ηL = 10⁶, in the flat valleys of Beale's function and the network.
        expect(ends.filter((end) => !converged(end)).length / ends.length).toBeLessThanOrEqual(0.015);
      });
    },
  );
});

// f falls like −r³ in three directions, where Φ has a minimum only for starts within 1/(12η): anywhere, near 0, nowhere.
test.each([
  { etaL: 0.5, kept: 1 },
  { etaL: 5, kept: 0.033 },
  { etaL: 1e4, kept: 0 },
])(
  'on the monkey saddle a particle rests in a minimum of Φ or leaves the trust radius, ηL = $etaL',
  async ({ etaL, kept }) => {
    const f = makeObjective('monkey', {});
    const eta = Math.fround(etaL / constants(f, f.home).L);
    const starts = startsOf(f, 512);
    const ends = (await stepped(f, starts, eta)).filter((end) => !isLost(f, end));
    for (const end of ends) {
      const { step, least } = whatIsLeft(f, [end.x, end.y], starts[end.index] ?? [0, 0], eta);
      expect(converged(end)).toBe(true);
      expect(least).toBeGreaterThan(0);
      expect(step).toBeLessThan(2e-6);
    }
    expect(ends.length / starts.length).toBeCloseTo(kept, 2);
  },
);

describe.each(objectives.filter(({ quadratic }) => quadratic !== null))('on the quadratic $key', (f) => {
  const [a, b, c] = f.quadratic?.A ?? [0, 0, 0];
  const [low, high] = eigenvalues([a, b, c]);
  const L = Math.max(-low, high);

  test.each([1e-3, 0.9, 100, 1e4])('the step is (I + ηA)⁻¹(θ + ηb), ηL = %d', async (etaL) => {
    const eta = Math.fround(etaL / L);
    const starts = startsOf(f, 128);
    const [p, q] = f.gradient(0, 0);
    const [r, s, t] = [1 + eta * a, eta * b, 1 + eta * c];
    for (const end of await stepped(f, starts, eta)) {
      if (1 + eta * low <= 0) {
        expect(isLost(f, end)).toBe(true);
        continue;
      }
      const [x, y] = starts[end.index] ?? [Number.NaN, Number.NaN];
      const [u, v] = [x - eta * p, y - eta * q];
      const exact = [(t * u - s * v) / (r * t - s * s), (r * v - s * u) / (r * t - s * s)] as const;
      const off = Math.hypot(end.x - exact[0], end.y - exact[1]);
      // Measured: 2.1e-7.
      expect(off / Math.max(1, Math.hypot(x, y), Math.hypot(...exact))).toBeLessThan(8e-7);
      expect(end.carry[0]).toBe(0);
    }
  });
});

test('on the ridge of a saddle that Φ falls from on both sides the step stays, and says so', async () => {
  const f = makeObjective('saddle', {});
  const ends = await stepped(
    f,
    [
      [1, 0],
      [1, 1e-3],
    ],
    4,
  );
  expect(ends.map((end) => isLost(f, end))).toEqual([false, true]);
  expect(ends[0]?.x).toBeCloseTo(0.2, 6);
  expect(ends[0]?.carry[0]).toBe(NOT_CONVERGED);
});

test('a jump over the edge of the domain is shortened, not taken', async () => {
  const f = makeObjective('x - 20 log(x) + y^2', {});
  const starts: Point[] = [0.01, 0.5, 300].map((x) => [Math.fround(x), 1]);
  const eta = 1000;
  for (const { x, index, carry } of await stepped(f, starts, eta)) {
    // x⁺ + η − 20η/x⁺ = x.
    const half = ((starts[index]?.[0] ?? 0) - eta) / 2;
    expect(x).toBeCloseTo(half + Math.sqrt(half * half + 20 * eta), 3);
    expect(carry[0]).toBe(0);
  }
});

test('at a kink the step stops short, lower than it began, and says so', async () => {
  const f = makeObjective('abs(x) + abs(y)', {});
  const starts = startsOf(f, 64);
  for (const { x, y, index, carry } of await stepped(f, starts, 10)) {
    const start = starts[index] ?? [Number.NaN, Number.NaN];
    expect(carry[0]).toBe(NOT_CONVERGED);
    expect(phi(f, [x, y], start, 10)).toBeLessThan(phi(f, start, start, 10));
  }
});

test('several solutions are told from one by the curvature on the way', async () => {
  const f = makeObjective('doublewell', {});
  // H = 3x² − 1 along x: with η = 4 Φ is concave for |x| < 1/2.
  const ends = await stepped(
    f,
    [
      [0, 0.5],
      [0.3, 0],
      [0.6, 0],
      [2, 0],
    ],
    4,
  );
  expect(ends.map(({ carry }) => carry[0])).toEqual([SEVERAL, SEVERAL, 0, 0]);
  // From the ridge it goes to either side: u³ − u + u/4 = 0.
  expect(Math.abs(ends[0]?.x ?? 0)).toBeCloseTo(Math.sqrt(0.75), 6);
});
