import type { Minimiser, ObjectiveRow } from './row';

const SURJANOVIC = 'Surjanovic & Bingham, Virtual Library of Simulation Experiments';
const JAMIL =
  'Jamil & Yang, A literature survey of benchmark functions for global optimisation problems, 2013';

/** A minimiser at the origin with f = 0. */
const ORIGIN: readonly Minimiser[] = [{ x: 0, y: 0, f: 0 }];

/** The built-in objectives, the default first. */
export const OBJECTIVES: readonly ObjectiveRow[] = [
  {
    id: 'bowl',
    label: 'Elongated bowl',
    expression: 'a x^2 + b y^2',
    parameters: {
      a: { default: 0.5, min: 0, max: 5, meaning: 'half the curvature along x' },
      b: { default: 5, min: 0, max: 10, meaning: 'half the curvature along y' },
    },
    view: [0, 0, 2.5],
    // 1.8/L: along y the iterates zigzag, along x they crawl.
    eta: 0.18,
    minimisers: ({ a = 0, b = 0 }) => (a > 0 && b > 0 ? ORIGIN : []),
    source: 'Nesterov, Introductory Lectures on Convex Optimization, 2004, §1.2',
  },
  {
    id: 'quadratic',
    label: 'General quadratic ½θᵀAθ − bᵀθ + c',
    expression: '(a x^2 + 2 b x y + c y^2)/2 - p x - q y + r',
    parameters: {
      a: { default: 3, min: -5, max: 10, meaning: 'A₁₁' },
      b: { default: 2, min: -5, max: 5, meaning: 'A₁₂ = A₂₁' },
      c: { default: 4, min: -5, max: 10, meaning: 'A₂₂' },
      p: { default: 1, min: -5, max: 5, meaning: 'b₁' },
      q: { default: -1, min: -5, max: 5, meaning: 'b₂' },
      r: { default: 0, min: -5, max: 5, meaning: 'c' },
    },
    view: [0, 0, 2.5],
    eta: 0.3,
    minimisers: quadraticMinimiser,
    source: 'Goh, Why Momentum Really Works, Distill 2017',
  },
  {
    id: 'rotated',
    label: 'Rotated ill-conditioned quadratic',
    expression: '(k (x cos(t pi/180) + y sin(t pi/180))^2 + (y cos(t pi/180) - x sin(t pi/180))^2)/2',
    parameters: {
      k: { default: 40, min: 1, max: 1000, meaning: 'condition number κ = L, with μ = 1' },
      t: { default: 60, min: -90, max: 90, meaning: 'angle of the steep axis in degrees' },
    },
    view: [0, 0, 2.5],
    // 1.8/L at κ = 40.
    eta: 0.045,
    minimisers: ({ k = 0 }) => (k > 0 ? ORIGIN : []),
    source: 'Nocedal & Wright, Numerical Optimization, 2006, §3.3',
  },
  {
    id: 'rosenbrock',
    label: 'Rosenbrock',
    expression: '(1 - x)^2 + b (y - x^2)^2',
    parameters: { b: { default: 100, min: 1, max: 200, meaning: 'steepness of the curved valley' } },
    view: [0, 0.75, 1.25],
    eta: 5e-4,
    minimisers: ({ b = 0 }) => (b > 0 ? [{ x: 1, y: 1, f: 0 }] : []),
    source: 'Rosenbrock, Computer Journal 3, 1960, p. 175',
  },
  {
    id: 'himmelblau',
    label: 'Himmelblau',
    expression: '(x^2 + y - 11)^2 + (x + y^2 - 7)^2',
    parameters: {},
    view: [0, 0, 4.5],
    eta: 0.005,
    minimisers: () => [
      { x: 3, y: 2, f: 0 },
      { x: -2.805118086952745, y: 3.131312518250573, f: 0 },
      { x: -3.779310253377747, y: -3.283185991286169, f: 0 },
      { x: 3.584428340330492, y: -1.848126526964404, f: 0 },
    ],
    source: 'Himmelblau, Applied Nonlinear Programming, 1972, p. 428',
  },
  {
    id: 'beale',
    label: 'Beale',
    expression: '(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2',
    parameters: {},
    view: [2, 0.2, 1.3],
    eta: 0.002,
    minimisers: () => [{ x: 3, y: 0.5, f: 0 }],
    source: `Beale 1958; ${JAMIL}, f10`,
  },
  {
    id: 'booth',
    label: 'Booth',
    expression: '(x + 2y - 7)^2 + (2x + y - 5)^2',
    parameters: {},
    view: [1, 3, 5],
    // 1.8/L.
    eta: 0.1,
    minimisers: () => [{ x: 1, y: 3, f: 0 }],
    source: `${JAMIL}, f17`,
  },
  {
    id: 'rastrigin',
    label: 'Rastrigin',
    expression: '2a + x^2 + y^2 - a (cos(2 pi x) + cos(2 pi y))',
    parameters: { a: { default: 10, min: 0, max: 20, meaning: 'height of the ripples' } },
    view: [0, 0, 2.6],
    eta: 0.003,
    minimisers: ({ a = 0 }) => (a >= 0 ? ORIGIN : []),
    source: `${SURJANOVIC}, rastr`,
  },
  {
    id: 'ackley',
    label: 'Ackley, its cusp rounded by δ = 10⁻⁴',
    expression: '20 + e - 20 exp(-0.2 sqrt((x^2 + y^2)/2 + 1e-8)) - exp((cos(2 pi x) + cos(2 pi y))/2)',
    parameters: {},
    view: [0, 0, 3],
    eta: 0.01,
    minimisers: () => [{ x: 0, y: 0, f: -20 * Math.expm1(-2e-5) }],
    source: `${SURJANOVIC}, ackley`,
  },
  {
    id: 'camel',
    label: 'Six-hump camel',
    expression: '(4 - 2.1 x^2 + x^4/3) x^2 + x y + (4 y^2 - 4) y^2',
    parameters: {},
    view: [0, 0, 1.2],
    eta: 0.02,
    minimisers: () =>
      [1, -1].flatMap((s) => [
        { x: s * 0.08984201310031806, y: s * -0.7126564030207396, f: -1.0316284534898774 },
        { x: s * 1.7036067149699807, y: s * -0.7960835686726251, f: -0.21546382438371725 },
        { x: s * 1.6071047529201974, y: s * 0.5686514548841314, f: 2.1042503103112575 },
      ]),
    source: `${SURJANOVIC}, camel6`,
  },
  {
    id: 'styblinski',
    label: 'Styblinski–Tang',
    expression: '(x^4 - 16 x^2 + 5x + y^4 - 16 y^2 + 5y)/2',
    parameters: {},
    view: [0, 0, 4.2],
    eta: 0.012,
    // The two outer roots of 4x³ − 32x + 5; f is a sum over the coordinates.
    minimisers: () => {
      const roots = [
        { at: -2.903534027771177, f: -39.16616570377142 },
        { at: 2.746802770990837, f: -25.029446655283945 },
      ];
      return roots.flatMap((p) => roots.map((q) => ({ x: p.at, y: q.at, f: p.f + q.f })));
    },
    source: `${SURJANOVIC}, stybtang`,
  },
  {
    id: 'doublewell',
    label: 'Double well',
    expression: 'x^4/4 - x^2/2 + y^2/2',
    parameters: {},
    view: [0, 0, 1.5],
    eta: 0.25,
    minimisers: () => [
      { x: -1, y: 0, f: -0.25 },
      { x: 1, y: 0, f: -0.25 },
    ],
    source: 'Strogatz, Nonlinear Dynamics and Chaos, 2015, example 6.5.2',
  },
  {
    id: 'saddle',
    label: 'Saddle',
    expression: '(x^2 - y^2)/2',
    parameters: {},
    view: [0, 0, 2],
    eta: 0.1,
    minimisers: () => [],
    source: 'Lee, Simchowitz, Jordan & Recht, Gradient descent only converges to minimizers, COLT 2016',
  },
  {
    id: 'monkey',
    label: 'Monkey saddle',
    expression: 'x^3 - 3 x y^2',
    parameters: {},
    view: [0, 0, 1.5],
    eta: 0.02,
    minimisers: () => [],
    source: 'Hilbert & Cohn-Vossen, Geometry and the Imagination, 1952, §29',
  },
  {
    id: 'huber',
    label: 'Pseudo-Huber (convex, not strongly)',
    expression: 'd sqrt(d^2 + x^2) + b d sqrt(d^2 + y^2) - (1 + b) d^2',
    parameters: {
      b: { default: 4, min: 0.1, max: 10, meaning: 'curvature along y at the minimum' },
      d: { default: 1, min: 0.1, max: 3, meaning: 'distance at which the parabola becomes a cone' },
    },
    view: [0, 0, 5],
    // 1.8/L.
    eta: 0.45,
    minimisers: ({ b = 0, d = 0 }) => (b > 0 && d > 0 ? ORIGIN : []),
    source: 'Charbonnier et al., IEEE Transactions on Image Processing 6, 1997, p. 298',
  },
  {
    id: 'quartic',
    label: 'Convex quartic',
    expression: '(x^4 + b y^4)/4',
    parameters: { b: { default: 4, min: 0.1, max: 10, meaning: 'steepness along y' } },
    view: [0, 0, 2],
    eta: 0.1,
    minimisers: ({ b = 0 }) => (b > 0 ? ORIGIN : []),
    source: 'Nesterov, Introductory Lectures on Convex Optimization, 2004, §2.1',
  },
  {
    id: 'logistic',
    label: 'Logistic regression on six points',
    expression:
      'log(1 + exp(y - 2x)) + log(1 + exp(x - y)) + log(1 + exp(y)) + log(1 + exp(-y - x/2)) + log(1 + exp(-x - y)) + log(1 + exp(-2x - y))',
    parameters: {},
    view: [1.5, 0.5, 2.5],
    eta: 0.6,
    minimisers: () => [{ x: 1.2665411224936731, y: 0.9327644781050989, f: 2.647910480680453 }],
    source: 'Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2009, §4.4',
  },
  {
    id: 'network',
    label: 'Two-layer scalar network',
    expression: '(x y - 1)^2/2',
    parameters: {},
    view: [0, 0, 2],
    eta: 0.12,
    minimisers: () => [],
    source:
      'Lewkowycz, Bahri, Dyer, Sohl-Dickstein & Gur-Ari, The large learning rate phase, arXiv 2003.02218',
  },
  {
    id: 'kl',
    label: 'KL divergence of N(x, y²) from N(0, 1)',
    expression: '(x^2 + y^2 - 1)/2 - log(y)',
    parameters: {},
    view: [0, 1.3, 1.25],
    eta: 0.15,
    minimisers: () => [{ x: 0, y: 1, f: 0 }],
    source: 'Kingma & Welling, Auto-Encoding Variational Bayes, 2014, appendix B',
  },
];

/** The row of an id, or null. */
export function objectiveRow(id: string): ObjectiveRow | null {
  return OBJECTIVES.find((row) => row.id === id) ?? null;
}

/** A θ* = b where A is positive definite; f there is c − ½bᵀθ*. */
function quadraticMinimiser(parameters: Readonly<Record<string, number>>): readonly Minimiser[] {
  const { a = 0, b = 0, c = 0, p = 0, q = 0, r = 0 } = parameters;
  const determinant = a * c - b * b;
  if (!(a > 0 && determinant > 0)) return [];
  const x = (c * p - b * q) / determinant;
  const y = (a * q - b * p) / determinant;
  return [{ x, y, f: r - (p * x + q * y) / 2 }];
}
