import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/experiment/experiment';
import type { Symmetric2 } from '../../src/math/symmetric2';
import type { Method } from '../../src/methods/method';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import type { CheckId } from '../../src/theory/check';
import { checkRow } from '../../src/theory/checks';
import type { Constants } from '../../src/theory/constants';
import { type Facts, factsOf } from '../../src/theory/facts';
import { randomNumbers } from '../generated';
import { ChecksRun, type Faults } from './checksRun';
import { testDevice } from './compute';

/** Pairs of a few cases, and of most: faults show with hundreds, rare roundings with many. */
const MANY = 100_000;
const SOME = 10_000;

/** Values of η that theorems ask for, one far below, and one at which only the flow is stable. */
const ETAS = {
  '1/L': ({ L }: Constants) => 1 / L,
  '2/(L+μ)': ({ L, best }: Constants) => best ?? 2 / L,
  '1.8/L': ({ L }: Constants) => 1.8 / L,
  '0.1/L': ({ L }: Constants) => 0.1 / L,
  '20/L': ({ L }: Constants) => 20 / L,
} as const;
type Eta = keyof typeof ETAS;
const ALL_ETAS: readonly Eta[] = ['1/L', '2/(L+μ)', '1.8/L', '0.1/L'];

/** Convex all over their views, quadratic or not. */
const CONVEX = [
  ...['bowl', 'logistic'].map((objective) => ({ objective, count: MANY })),
  ...['quadratic', 'rotated', 'booth', 'huber', 'quartic', 'kl'].map((objective) => ({
    objective,
    count: SOME,
  })),
];

/** A positive definite quadratic with κ up to 10⁴, its minimum somewhere in view. */
function randomQuadratic(random: () => number): Change {
  const kappa = 10 ** (4 * random());
  const mu = 10 ** (3 * random() - 3);
  const turn = Math.PI * random();
  const [high, low] = [kappa * mu, mu];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const a = high * cos * cos + low * sin * sin;
  const b = (high - low) * cos * sin;
  const c = high * sin * sin + low * cos * cos;
  const [x, y, r] = [4 * random() - 2, 4 * random() - 2, 2 * random() - 1];
  return { objective: 'quadratic', a, b, c, p: a * x + b * y, q: b * x + c * y, r };
}

function objectiveAt(change: Change): Objective {
  const { objective = '', ...parameters } = change;
  return makeObjective(String(objective), parameters as Readonly<Record<string, number>>);
}

interface Outcome {
  /** Promised theorems. */
  readonly promised: readonly CheckId[];
  /** Those of them that broke, with their numbers. */
  readonly broken: readonly string[];
}

/** Takes so many steps at an η and says what became of the promises. */
async function outcomeOf(
  change: Change,
  eta: Eta,
  run: { count: number; steps: number },
  faults: Faults = {},
): Promise<Outcome> {
  const objective = objectiveAt(change);
  const { constants } = factsOf(objective, objective.home);
  const experiment = { ...change, eta: ETAS[eta](constants), count: run.count };
  const checks = await ChecksRun.create(await testDevice(), experiment, faults);
  checks.take(run.steps);
  const measures = [...(await checks.measures())];
  checks.dispose();
  const promised = measures.filter(
    ([id]) => checkRow(id).applies(checks.facts, checks.experiment.eta).applies,
  );
  return {
    promised: promised.map(([id]) => id),
    broken: promised
      .filter(([, { violations, worst }]) => violations > 0 || worst === null)
      .map(([id, { worst, violations }]) => `${id} at ${eta}: ${worst}, ${violations} times`),
  };
}

describe('what is promised is kept', () => {
  test(`on 20 random quadratics with κ up to 10⁴, by ${SOME} pairs, four of them by ${MANY}`, async () => {
    const random = randomNumbers(4);
    for (let n = 0; n < 20; n++) {
      const change = randomQuadratic(random);
      const eta = ALL_ETAS[n % 4] ?? '1/L';
      const count = n % 5 === 0 ? MANY : SOME; // every fifth: each η once
      const { broken } = await outcomeOf(change, eta, { count, steps: 1 });
      expect(broken, JSON.stringify(change)).toEqual([]);
      for (const other of [ALL_ETAS[(n + 1) % 4] ?? '1/L', ALL_ETAS[(n + 2) % 4] ?? '1/L']) {
        const few = await outcomeOf(change, other, { count: 200, steps: 15 });
        expect(few.broken, JSON.stringify(change)).toEqual([]);
      }
    }
  });

  test.each(CONVEX)('on $objective, by $count pairs', async ({ objective, count }) => {
    const seen = new Set<CheckId>();
    for (const eta of ALL_ETAS) {
      const { promised, broken } = await outcomeOf({ objective }, eta, { count: 200, steps: 30 });
      expect(broken).toEqual([]);
      for (const id of promised) seen.add(id);
    }
    const { broken } = await outcomeOf({ objective }, '1/L', { count, steps: 2 });
    expect(broken).toEqual([]);
    expect(seen).toContain('sublinear');
  });

  test.each(['rotated', 'logistic'])('on %s, for 300 steps', async (objective) => {
    const { broken } = await outcomeOf({ objective }, '1/L', { count: 32, steps: 300 });
    expect(broken).toEqual([]);
  });
});

/** The gradient that particles move along, another one than theory thinks. */
function withGradient(formula: string, scale: number): Faults {
  const moving = (objective: Objective): Objective => ({
    ...objective,
    wgsl: `${objective.wgsl.replaceAll('objective_gradient', 'true_gradient')}
fn objective_gradient(p: vec2f) -> vec2f { let g = true_gradient(p); return ${formula}; }`,
    // A flow on a quadratic is told its gradient and its A.
    gradient: (x, y) => {
      const [fx, fy] = objective.gradient(x, y);
      return [scale * fx, scale * fy];
    },
    quadratic: objective.quadratic && {
      A: [
        scale * objective.quadratic.A[0],
        scale * objective.quadratic.A[1],
        scale * objective.quadratic.A[2],
      ],
    },
  });
  return { moving };
}

const scaledBy = (scale: number) => withGradient(`${scale} * g`, scale);

/** A step of −η∇f, told as a flow. */
const EULER = `
fn euler(start: vec2f, h0: f32, duration: f32, tolerance: f32) -> Arrival {
  let gradient = objective_gradient(start);
  let allowed = tolerance * (1.0 + larger_component(start));
  return Arrival(start - duration * gradient, duration, duration * dot(gradient, gradient), allowed, allowed * length(gradient));
}
`;

/** What is wrong, and the theorems that find it where they are promised. */
const FAULTS: readonly (readonly [
  fault: string,
  Faults,
  found: readonly (readonly [CheckId, string, Eta])[],
])[] = [
  [
    'a gradient 5 % too long',
    scaledBy(1.05),
    [
      ['descent', 'bowl', '1/L'],
      ['gain', 'bowl', '1/L'],
      ['best', 'rotated', '2/(L+μ)'],
      ['modes', 'quadratic', '0.1/L'],
      ['energy', 'logistic', '1/L'],
      ['energy', 'kl', '0.1/L'],
      ['flowModes', 'quadratic', '0.1/L'],
    ],
  ],
  [
    'a gradient of a third of its length',
    scaledBy(1 / 3),
    [
      ['descent', 'huber', '0.1/L'],
      ['gain', 'quadratic', '1/L'],
      ['distance', 'bowl', '1/L'],
      ['gap', 'quadratic', '0.1/L'],
      ['modes', 'rotated', '1.8/L'],
      ['energy', 'huber', '1/L'],
      ['flowDistance', 'bowl', '1/L'],
      ['flowGap', 'rotated', '0.1/L'],
    ],
  ],
  [
    'a gradient of a tenth of its length',
    scaledBy(0.1),
    [
      ['sublinear', 'bowl', '1/L'],
      ['flowSublinear', 'bowl', '1/L'],
    ],
  ],
  [
    'a gradient that is off by a constant',
    withGradient('g + vec2f(0.05)', 1),
    [
      ['sublinear', 'logistic', '1/L'],
      ['distance', 'quadratic', '1/L'],
      ['gap', 'quadratic', '1/L'],
      ['best', 'booth', '2/(L+μ)'],
      ['modes', 'bowl', '1/L'],
      ['energy', 'huber', '1/L'],
      ['falls', 'logistic', '1/L'],
      ['flowSublinear', 'logistic', '20/L'],
      ['flowDistance', 'logistic', '20/L'],
    ],
  ],
  [
    'another η than told',
    { told: 2.5 },
    [
      ['descent', 'rotated', '0.1/L'],
      ['distance', 'bowl', '0.1/L'],
      ['gap', 'rotated', '0.1/L'],
      ['modes', 'booth', '0.1/L'],
      ['flowDistance', 'bowl', '0.1/L'],
      ['flowGap', 'rotated', '1/L'],
      ['flowModes', 'booth', '0.1/L'],
    ],
  ],
  [
    'a Hessian off by 2 %',
    { facts: withCurvature(1.02) },
    [
      ['modes', 'quadratic', '0.1/L'],
      ['flowModes', 'quadratic', '0.1/L'],
      ['flowDistance', 'bowl', '1/L'],
      ['flowGap', 'bowl', '1/L'],
    ],
  ],
  ['a Hessian off by −2 %', { facts: withCurvature(0.98) }, [['descent', 'bowl', '1/L']]],
  [
    'a flow whose substeps are controlled to a hundred times its tolerance',
    { rule: withRule('trial.error / allowed', 'trial.error / (100.0 * allowed)') },
    [
      ['energy', 'huber', '20/L'],
      ['energy', 'logistic', '20/L'],
    ],
  ],
  [
    'forward Euler in place of the flow',
    { rule: withRule('let arrival = follow(', 'let arrival = euler(', EULER) },
    [
      ['energy', 'logistic', '1/L'],
      ['falls', 'huber', '20/L'],
    ],
  ],
];

/** Another shader of the flow. */
function withRule(right: string, wrong: string, more = '') {
  return (method: Method): Method => {
    if (method.id !== 'gf') return method;
    expect(method.wgsl).toContain(right);
    return { ...method, wgsl: method.wgsl.replace(right, wrong) + more };
  };
}

/** Facts of a Hessian that is off by a factor. */
function withCurvature(factor: number) {
  return (facts: Facts): Facts => {
    const { L, mu, best, etaMax } = facts.constants;
    const { quadratic } = facts.objective;
    const constants = {
      ...facts.constants,
      L: factor * L,
      mu: factor * mu,
      best: best === null ? null : best / factor,
      etaMax: etaMax / factor,
    };
    const scaled = ([a, b, c]: Symmetric2): Symmetric2 => [factor * a, factor * b, factor * c];
    const objective = { ...facts.objective, quadratic: quadratic && { A: scaled(quadratic.A) } };
    return { ...facts, constants, objective };
  };
}

describe.concurrent('what goes wrong is found', () => {
  const CASES = FAULTS.flatMap(([fault, faults, found]) =>
    found.map(([id, objective, eta]) => ({ id, fault, faults, objective, eta })),
  );
  test.each(CASES)('$id on $objective at $eta: $fault', async ({ id, faults, objective, eta }) => {
    const { broken } = await outcomeOf({ objective }, eta, { count: 200, steps: 30 }, faults);
    expect(broken.join('\n')).toContain(id);
  });
});
