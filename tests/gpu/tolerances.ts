import { makeFormulas } from '../../src/math/formulas';
import { compile } from '../../src/math/program';
import { bindRounding, UNIT } from '../../src/math/rounding';
import { eigenvalues } from '../../src/math/symmetric2';
import type { Circumstances, Method, MethodId, Motion, Particle } from '../../src/methods/method';
import { naturalGradient } from '../../src/methods/metric';
import type { Objective } from '../../src/objectives/objective';

/**
 * The |Δ| that one step in f32, from `from` to `exact`, may have: of x, of y, and then of as many numbers of the carry as
 * shall be compared. Infinity where f32 cannot tell.
 */
export type Tolerance = (from: Particle, exact: Motion) => readonly number[];

/** The tolerance of one method, for one objective, duration and circumstances. */
export type ToleranceRule = (
  row: Method,
  objective: Objective,
  duration: number,
  circumstances: Circumstances,
) => Tolerance;

/**
 * How far the shader of each method may be from its twin after one step from the same state.
 *
 * What to write for a new method:
 * * A map: `throughTwin(c)`. It asks the twin how far the step moves when ∇f, H, the duration, the settings and the carry
 *   err by what f32 rounding makes them err, and allows c times that: c·2⁻²⁴(|θ| + |θ⁺| + ηM) for a method that does
 *   nothing but θ − η∇f(θ). Start with c = 8; then measure (print the ratio that `worstStep` in tests/checks/localStep.ts
 *   returns), and leave c at 2 to 5 times the worst. Write down what was measured.
 * * By hand, where that is too coarse or too slow: c·2⁻²⁴(|θ⁺| + ηM) with M = |∇f| + E, E from `roundingOf`. Every
 *   product and every sum of the rule adds the size of its result.
 * * A flow: an adaptive integrator is as good as its tolerance, not as f32: see `flowTolerance`.
 *
 * More than 100 in place of c, or a bare number that "just passes", is a mistake in the shader.
 */
const RULES: { readonly [M in MethodId]?: ToleranceRule } = {
  gd: descentTolerance,
  gf: (row, objective, duration, circumstances) =>
    objective.quadratic === null
      ? dissipatingTolerance(objective, duration, circumstances)
      : exactDissipatingTolerance(row, objective, duration, circumstances),
  prox: (row, objective, duration, circumstances) =>
    objective.quadratic === null
      ? proximalTolerance(objective, duration)
      : exactFlowTolerance(row, objective, duration, circumstances),
  newton: throughTwin(4), // measured: 1.3
  heavyball: throughTwin(3), // measured: 0.9
  nesterov: throughTwin(3), // measured: 1.0
  inertial: (row, objective, duration, circumstances) =>
    objective.quadratic === null
      ? inertialTolerance(row, objective, duration, circumstances)
      : throughTwin(8)(row, objective, duration, circumstances), // measured: 3.4, of a velocity that cancels, and 1.1
  naturalgd: throughTwin(4), // measured: 1.1
  natural: (row, objective, duration, circumstances) =>
    objective.quadratic !== null && circumstances.metric !== 'fisher'
      ? throughTwin(6)(row, objective, duration, circumstances) // measured: 1.8
      : naturalTolerance(objective, duration, circumstances),
  langevin: throughTwin(8), // measured: 3.0, of the normal number that is carried
  rmsprop: throughTwin(3), // measured: 0.9
  adam: throughTwin(4), // measured: 1.6
};

/** @throws for a method of which nobody has said yet how exact its shader is */
export function toleranceOf(
  row: Method,
  objective: Objective,
  duration: number,
  circumstances: Circumstances,
): Tolerance {
  const rule = RULES[row.id];
  if (rule === undefined) {
    throw new Error(
      `How far may ${row.id} in the shader be from its twin? Say so in RULES of tests/gpu/tolerances.ts, ` +
        'for instance throughTwin(8), which derives it from the twin.',
    );
  }
  return rule(row, objective, duration, circumstances);
}

/** For ∇f and H at a point: E with |f32 result − exact| ≤ E·2⁻²⁴, by running error analysis of the formulas. */
interface Rounding {
  readonly gradient: (x: number, y: number) => readonly number[];
  readonly hessian: (x: number, y: number) => readonly number[];
}

function roundingOf(objective: Objective): Rounding {
  const { fx, fy, fxx, fxy, fyy, letters } = makeFormulas(objective.expression);
  const gradient = bindRounding(compile([fx, fy], letters), objective.parameters);
  const hessian = bindRounding(compile([fxx, fxy, fyy], letters), objective.parameters);
  return {
    gradient: ofLastPoint((x, y) => [...gradient(x, y)]),
    hessian: ofLastPoint((x, y) => [...hessian(x, y)]),
  };
}

/** Remembers the last result: the same few points are asked for again and again. */
function ofLastPoint(look: (x: number, y: number) => readonly number[]) {
  let [atX, atY, known]: [number, number, readonly number[]] = [Number.NaN, Number.NaN, []];
  return (x: number, y: number) => {
    if (x !== atX || y !== atY) [atX, atY, known] = [x, y, look(x, y)];
    return known;
  };
}

/** Below this nothing is seen, and f32 soon flushes to zero. */
const NOTHING = 1e-30;

/** One step of the twin with one of its inputs moved up (1) or down (−1) by as much as f32 may have rounded it. */
type Variation = (from: Particle, sign: 1 | -1) => Motion;

/**
 * c·(2⁻²⁴(|from| + |exact|) + Σ |change of the step|), for x, y and every number of the carry. The sum is over all that
 * the shader has only rounded: both components of ∇f and the three of H (by E·2⁻²⁴), the points beside θ at which it
 * looks at f, the duration, the carry and the settings that the row reads (by 2⁻²⁴ of themselves). Each is moved up and
 * down in the twin; the larger change counts.
 *
 * To first order this bounds what the rounding of its inputs does to any rule, however badly conditioned; c stands for
 * the rule's own arithmetic. A step of the twin is taken some 20 times: not for integrators with many substeps.
 */
export function throughTwin(c: number): ToleranceRule {
  return (row, objective, duration, circumstances) => {
    const variations = variationsOf(row, objective, duration, circumstances);
    return (from, exact) => {
      const [before, after] = [numbersOf(from), numbersOf(exact)];
      const allowed = after.map((value, n) => NOTHING + UNIT * (Math.abs(value) + Math.abs(before[n] ?? 0)));
      for (const variation of variations) {
        const [up, down] = [numbersOf(variation(from, 1)), numbersOf(variation(from, -1))];
        for (const [n, value] of after.entries()) {
          const change = Math.max(Math.abs((up[n] ?? 0) - value), Math.abs((down[n] ?? 0) - value));
          allowed[n] = (allowed[n] ?? 0) + change;
        }
      }
      // Where an input may be anything, or takes the step out of f's domain, there is nothing to compare.
      return allowed.map((size) => (Number.isNaN(size) ? Number.POSITIVE_INFINITY : c * size));
    };
  };
}

function numbersOf({ x, y, carry }: Motion): readonly number[] {
  return [x, y, ...carry];
}

function variationsOf(
  row: Method,
  objective: Objective,
  duration: number,
  told: Circumstances,
): readonly Variation[] {
  const rounded = (value: number, sign: 1 | -1) => value * (1 + sign * UNIT);
  const ofObjective = [...derivativesMoved(objective), ...pointsMoved(objective)];
  return [
    ...ofObjective.map(
      (moved): Variation =>
        (from, sign) =>
          row.advance(from, moved(from, sign), duration, told),
    ),
    (from, sign) => row.advance(from, objective, rounded(duration, sign), told),
    ...Array.from(
      { length: row.carry },
      (_, n): Variation =>
        (from, sign) => {
          const carry = from.carry.map((value, m) => (m === n ? rounded(value, sign) : value));
          return row.advance({ ...from, carry }, objective, duration, told);
        },
    ),
    ...row.reads.flatMap((key): readonly Variation[] => {
      const value = told[key];
      if (typeof value !== 'number') return [];
      return [
        (from, sign) => row.advance(from, objective, duration, { ...told, [key]: rounded(value, sign) }),
      ];
    }),
  ];
}

/** The objective as f32 knows it, for a step from this particle. */
type Moved = (from: Particle, sign: 1 | -1) => Objective;

/** One component of ∇f, or of H, is off by its rounding error. */
function derivativesMoved(objective: Objective): readonly Moved[] {
  const { gradient, hessian } = roundingOf(objective);
  const by = (sign: 1 | -1, error: number | undefined) => sign * UNIT * (error ?? Number.NaN);
  return [
    ...[0, 1].map(
      (n): Moved =>
        (_, sign) => ({
          ...objective,
          gradient: (x, y) => {
            const [fx, fy] = objective.gradient(x, y);
            const off = by(sign, gradient(x, y)[n]);
            return n === 0 ? [fx + off, fy] : [fx, fy + off];
          },
        }),
    ),
    ...[0, 1, 2].map(
      (n): Moved =>
        (_, sign) => ({
          ...objective,
          hessian: (x, y) => {
            const [xx, xy, yy] = objective.hessian(x, y);
            const off = by(sign, hessian(x, y)[n]);
            return [n === 0 ? xx + off : xx, n === 1 ? xy + off : xy, n === 2 ? yy + off : yy];
          },
        }),
    ),
  ];
}

/** ∇f and H are looked at beside where the rule wants to; θ itself is exact. */
function pointsMoved(objective: Objective): readonly Moved[] {
  return [0, 1].map(
    (n): Moved =>
      (from, sign) => {
        const beside = (x: number, y: number): readonly [number, number] => {
          if (x === from.x && y === from.y) return [x, y];
          return n === 0 ? [x * (1 + sign * UNIT), y] : [x, y * (1 + sign * UNIT)];
        };
        return {
          ...objective,
          gradient: (x, y) => objective.gradient(...beside(x, y)),
          hessian: (x, y) => objective.hessian(...beside(x, y)),
        };
      },
  );
}

/**
 * 2·2⁻²⁴(|θ⁺| + η|∇f| + ηE): the gradient's own formula errs by E·2⁻²⁴ in f32 to first order, the product and the
 * difference are rounded; 2 because WGSL may round either way. Measured: 1.0 in place of the 2.
 */
function descentTolerance(_: Method, objective: Objective, eta: number): Tolerance {
  const { gradient } = roundingOf(objective);
  return ({ x, y }, exact) => {
    const [ex = Number.NaN, ey = Number.NaN] = gradient(x, y);
    const [gx, gy] = objective.gradient(x, y);
    const unit = 2 * UNIT;
    return [
      unit * (Math.abs(exact.x) + eta * (Math.abs(gx) + ex)),
      unit * (Math.abs(exact.y) + eta * (Math.abs(gy) + ey)),
    ];
  };
}

/**
 * The exact step on a quadratic, 4·2⁻²⁴(|θ⁺| + |s₁||θ| + |s₂||θ| + |c₁| + |c₂|): each term is a product of rounded
 * factors, rounded a few times. Measured: 1.6 in place of the 4.
 */
function exactFlowTolerance(
  row: Method,
  objective: Objective,
  duration: number,
  circumstances: Circumstances,
): Tolerance {
  const [, , , s1 = 0, c1 = 0, s2 = 0, c2 = 0] = row.constants(objective, duration, circumstances);
  return ({ x, y }, exact) => {
    const terms = (Math.abs(s1) + Math.abs(s2)) * Math.hypot(x, y) + Math.abs(c1) + Math.abs(c2);
    return [4 * UNIT * (Math.abs(exact.x) + terms), 4 * UNIT * (Math.abs(exact.y) + terms)];
  };
}

/**
 * Rodas4 at a tolerance τ: a substep's estimated error is at most τ(1 + max|θ|), the true one some ten times smaller, a
 * tick takes a handful of them, and a tick that is a part of η its part of the error. NUMERICS §1 promises 20τ·max(1, |θ|)
 * over a whole step at worst; the 5τ here are ten times what was measured.
 * An error along the flow grows with the speed, without end where the flow blows up.
 */
function flowTolerance(objective: Objective, duration: number, { tolerance }: Circumstances): Tolerance {
  const part = Math.min(1, duration / (objective.row?.eta ?? 1));
  return ({ x, y }, end) => {
    const growth = Math.hypot(...objective.gradient(end.x, end.y)) / Math.hypot(...objective.gradient(x, y));
    const size = 5 * tolerance * part * Math.max(1, Math.abs(end.x), Math.abs(end.y), growth);
    return [size, size];
  };
}

/**
 * As above, and E: what it grows by is what f falls by, so that it may be off by ‖∇f‖ times what θ may be off by, at both
 * ends, and by the rounding of its sums. h and S depend on the substeps. Measured in place of the 4: 2.3 where the monkey
 * saddle blows up, and 0.7.
 */
function dissipatingTolerance(objective: Objective, duration: number, told: Circumstances): Tolerance {
  const position = flowTolerance(objective, duration, told);
  return (from, exact) => {
    const [size = Number.NaN] = position(from, exact);
    const slopes = [from, exact].map(({ x, y }) => Math.hypot(...objective.gradient(x, y)));
    const [before = 0, after = 0] = [from, exact].map(({ carry }) => carry[1] ?? 0);
    const energy = 4 * size * Math.max(...slopes) + UNIT * (after + 32 * (after - before));
    return [size, size, Number.POSITIVE_INFINITY, energy, Number.POSITIVE_INFINITY];
  };
}

/** As above, E by 2‖∇f‖ times that and by 4·2⁻²⁴ of itself, which are the terms of S too. Measured: 0.4. */
function exactDissipatingTolerance(
  row: Method,
  objective: Objective,
  duration: number,
  told: Circumstances,
): Tolerance {
  const position = exactFlowTolerance(row, objective, duration, told);
  return (from, exact) => {
    const [alongX = Number.NaN, alongY = Number.NaN] = position(from, exact);
    const [, energy = Number.NaN, allowed = Number.NaN] = exact.carry;
    const slopes = [from, exact].map(({ x, y }) => Math.hypot(...objective.gradient(x, y)));
    const off = 2 * Math.max(alongX, alongY) * Math.max(...slopes) + 4 * UNIT * energy;
    return [alongX, alongY, 0, off, 1e-5 * allowed + 16 * UNIT * off];
  };
}

/**
 * The solution of θ⁺ + η∇f(θ⁺) = θ moves by (I + ηH)⁻¹ times what its terms err by: 4·2⁻²⁴(|θ⁺| + (ηM + |θ⁺ − θ|)/ν) with
 * ν the smallest eigenvalue of I + ηH. Measured: 1.0 in place of the 4, and 1.4 at ten times the η of the table. Where there may be several solutions rounding may
 * decide between them; tests/gpu/prox.test.ts holds those against what they have to be.
 */
function proximalTolerance(objective: Objective, eta: number): Tolerance {
  const { gradient } = roundingOf(objective);
  return (from, { x, y, carry: [flags] }) => {
    if (flags !== 0) return [Infinity, Infinity];
    const [fxx, fxy, fyy] = objective.hessian(x, y);
    const [least] = eigenvalues([1 + eta * fxx, eta * fxy, 1 + eta * fyy]);
    const terms = Math.hypot(...objective.gradient(x, y)) + Math.hypot(...gradient(x, y));
    const moved = (eta * terms + Math.hypot(x - from.x, y - from.y)) / least;
    const size = 4 * UNIT * (Math.hypot(x, y) + moved);
    return [size, size, 0];
  };
}

/**
 * Rodas4 as above. The velocity's error is that of the position over the usual time of a step, or over the time 1/√‖H‖
 * in which a displacement becomes a velocity, if that is shorter. Measured in place of the 5: 0.9, and 2.5 where the
 * monkey saddle blows up.
 */
function inertialTolerance(
  row: Method,
  objective: Objective,
  duration: number,
  told: Circumstances,
): Tolerance {
  const usual = row.time({ ...told, eta: objective.row?.eta ?? 1 });
  const part = Math.min(1, duration / usual);
  return ({ x, y }, end) => {
    const growth = Math.hypot(...objective.gradient(end.x, end.y)) / Math.hypot(...objective.gradient(x, y));
    const size = 5 * told.tolerance * part * Math.max(1, Math.abs(end.x), Math.abs(end.y), growth);
    const speed = size * Math.max(1 / usual, Math.sqrt(Math.hypot(...objective.hessian(end.x, end.y))));
    return [size, size, speed, speed];
  };
}

/**
 * As of gradient flow, with the speed along the natural gradient: 20τ. Measured: 8.4 where an eigenvalue of ∇²f passes
 * its floor, so that the flow has a kink.
 */
function naturalTolerance(
  objective: Objective,
  duration: number,
  { metric, tolerance }: Circumstances,
): Tolerance {
  const part = Math.min(1, duration / (objective.row?.eta ?? 1));
  const speed = ({ x, y }: Motion) => Math.hypot(...naturalGradient(metric, objective, [x, y]));
  return (from, exact) => {
    const size = Math.max(1, Math.abs(exact.x), Math.abs(exact.y), speed(exact) / speed(from));
    return [20 * tolerance * part * size, 20 * tolerance * part * size];
  };
}
