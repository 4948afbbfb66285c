import followShader from '../../shaders/follow.wgsl?raw';
import own from '../../shaders/methods/natural.wgsl?raw';
import pacedShader from '../../shaders/paced.wgsl?raw';
import rodas4Shader from '../../shaders/rodas4.wgsl?raw';
import rodas4StagesShader from '../../shaders/rodas4stages.wgsl?raw';
import substepsShader from '../../shaders/substeps.wgsl?raw';
import { apply, phi1 } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import { finite } from './exactStep';
import type { Method, Metric } from './method';
import {
  dot,
  inverseAt,
  type Mode,
  metricConstants,
  metricWgsl,
  modesOf,
  naturalGradient,
  relaxationRates,
} from './metric';
import { followPaced } from './pacedFlow';
import { type Flow, rodas4 } from './rodas4';
import { type Arrival, combine, follow, type Point, REFERENCE } from './substeps';

/**
 * Natural gradient flow. Exact, mode by mode, on a quadratic whose metric is constant; elsewhere by Rodas4, and with
 * |H|, whose flow is not stiff but has a Jacobian of third derivatives, by `followPaced`. Carries their substep h.
 */
export const natural: Method = {
  id: 'natural',
  label: 'natural gradient flow',
  short: 'NGF',
  rule: 'dθ/dt = −G(θ)⁻¹∇f(θ)',
  kind: 'flow',
  approaches: { flow: 'natural', order: 4 },
  carry: 1,
  reads: ['metric'],
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: () => Number.POSITIVE_INFINITY,
  limit: 'stable at every η',
  rate: (curvature, { eta, metric }) => {
    const rates = relaxationRates(metric, curvature);
    return rates && Math.exp(-eta * rates[0]);
  },
  source:
    'Amari, Natural gradient works efficiently in learning (1998); Dauphin et al., arXiv 1406.2572 (2014), of |H|',
  constants: (objective, duration, { metric, tolerance }) => {
    const modes = exactModes(objective, metric);
    const told = metricConstants(metric);
    if (modes === null) return [...told, tolerance];
    const slope = objective.gradient(0, 0);
    return [...told, 0, ...modes.flatMap((mode) => change(mode, slope, duration))];
  },
  advance: ({ x, y, carry }, objective, duration, { metric }) => {
    const modes = exactModes(objective, metric);
    if (modes !== null) {
      const slope = objective.gradient(x, y);
      const [dx, dy] = combine(
        [0, 0],
        modes.map((mode) => time(mode, duration) * mode.inverse * dot(mode.right, slope)),
        modes.map(({ right }) => right),
      );
      return { x: x - dx, y: y - dy, carry };
    }
    const { end, h } = arrival(objective, metric, [x, y], duration, carry[0] ?? 0);
    return { x: end[0], y: end[1], carry: [h] };
  },
  wgsl: [own, metricWgsl, pacedShader, followShader, rodas4Shader, rodas4StagesShader, substepsShader].join(
    '\n',
  ),
};

/** The modes where they are all that there is to know. */
function exactModes({ quadratic }: Objective, metric: Metric): readonly Mode[] | null {
  return quadratic && modesOf(metric, quadratic.A);
}

/** What a mode's velocity at the start, which relaxes, is worth over the time t: tφ₁(−rate·t). */
function time({ rate }: Mode, t: number): number {
  return finite(t * phi1(-rate * t));
}

/** A mode for the shader, r, m and c: in the time t it changes θ by −r(m·θ + c), where ∇f(0) = `slope`. */
function change(mode: Mode, slope: Point, t: number): readonly number[] {
  const [lx, ly] = mode.left;
  const share = mode.rate * time(mode, t);
  const shift = time(mode, t) * mode.inverse * dot(mode.right, slope);
  return [...mode.right, share * lx, share * ly, shift].map(finite);
}

function arrival(objective: Objective, metric: Metric, start: Point, duration: number, h: number): Arrival {
  const velocity = (p: Point): Point => {
    const [x, y] = naturalGradient(metric, objective, p);
    return [-x, -y];
  };
  const { defined } = objective;
  if (metric === 'newton') return followPaced({ velocity, defined }, start, duration, h, REFERENCE);
  const jacobian = velocityJacobian(objective, metric);
  return follow(rodas4({ velocity, jacobian, defined }), start, duration, h, REFERENCE);
}

/** The derivative of −G⁻¹∇f, G⁻¹ changing with y. */
function velocityJacobian(
  { gradient, hessian }: Objective,
  metric: Exclude<Metric, 'newton'>,
): Flow['jacobian'] {
  return ([x, y]) => {
    const { matrix, scale, slope } = inverseAt(metric, y);
    const [xx, xy, yy] = hessian(x, y);
    const [alongX, alongY] = [apply(matrix, xx, xy), apply(matrix, xy, yy)];
    const turned = apply(matrix, ...gradient(x, y));
    return [
      -scale * alongX[0],
      -scale * alongY[0] - slope * turned[0],
      -scale * alongX[1],
      -scale * alongY[1] - slope * turned[1],
    ];
  };
}
