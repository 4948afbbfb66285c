import {
  allOf,
  always,
  at1OverL,
  atBest,
  below2OverL,
  bounded,
  convex,
  curvedMinimum,
  quadratic,
  smooth,
  stronglyConvex,
  upTo1OverL,
  within,
} from './assumptions';
import type { CheckId, CheckRow } from './check';

const NESTEROV = 'Nesterov, Lectures on Convex Optimization (2018)';
const GOH = 'Goh, Why Momentum Really Works, Distill 2017';
const HAIRER = 'Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993)';
const SU = 'Su, Boyd & Candès, A Differential Equation for Modeling Nesterov’s Method, JMLR 17 (2016)';
const AMBROSIO = 'Ambrosio, Gigli & Savaré, Gradient Flows (2008)';

/** By how much a step of gradient descent may miss its own rule. */
const STEP = 'δ = u‖θₖ₊₁‖ + η(E + u‖∇f‖), E bounding the rounding of ∇f and D that of f';
/** By how much gradient flow may miss its exact orbit. */
const FLOW =
  'a grows by tolerance × (1 + max|θ|) with every substep, on quadratics by the rounding of the exact step, and shrinks by e^{−μt}; D bounds the rounding of f';

/** The theorems, in the order in which they are shown. */
export const CHECKS: readonly CheckRow[] = [
  {
    id: 'descent',
    title: 'sufficient decrease',
    formula: 'f(θₖ₊₁) ≤ f(θₖ) − η(1 − Lη/2)‖∇f(θₖ)‖²',
    of: 'gd',
    how: 'steps',
    applies: within(smooth, below2OverL),
    allowance: `|1 − Lη|‖∇f‖δ + Lδ²/2 + D(θₖ) + D(θₖ₊₁); ${STEP}`,
    source: `${NESTEROV}, §1.2.3`,
  },
  {
    id: 'gain',
    title: 'gain of a step of 1/L',
    formula: 'f(θₖ) − f(θₖ₊₁) ≥ ‖∇f(θₖ)‖²/(2L)',
    of: 'gd',
    how: 'steps',
    applies: within(smooth, at1OverL),
    allowance: `that of sufficient decrease, and (1 − Lη)²‖∇f‖²/(2L) for an η near 1/L`,
    source: `${NESTEROV}, §1.2.3`,
  },
  {
    id: 'sublinear',
    title: 'O(1/k) on convex f',
    formula: 'f(θₖ) − f* ≤ ‖θ₀ − θ*‖²/(2ηk)',
    of: 'gd',
    how: 'steps',
    applies: within(smooth, bounded, convex, upTo1OverL),
    allowance: `Σⱼ(δⱼ‖θⱼ − θ*‖ + jδⱼ²)/(ηk) + D(θₖ); ${STEP}`,
    source: 'Bubeck, Convex Optimization: Algorithms and Complexity (2015), §3.2',
  },
  {
    id: 'distance',
    title: 'linear rate of the squared distance',
    formula: '‖θₖ − θ*‖² ≤ (1 − ημ)ᵏ‖θ₀ − θ*‖²',
    of: 'gd',
    how: 'steps',
    applies: within(smooth, bounded, stronglyConvex, upTo1OverL),
    allowance: `A to the root of the bound, Aₖ₊₁ = (1 − ημ)Aₖ + δ; ${STEP}`,
    source: `${NESTEROV}, §2.1.5`,
  },
  {
    id: 'gap',
    title: 'linear rate of the gap',
    formula: 'f(θₖ) − f* ≤ (1 − ημ)ᵏ(f(θ₀) − f*)',
    of: 'gd',
    how: 'steps',
    applies: within(smooth, bounded, stronglyConvex, upTo1OverL),
    allowance: `B + D(θₖ) + (1 − ημ)ᵏD(θ₀), Bₖ₊₁ = (1 − ημ)Bₖ + δ²/(2η); ${STEP}`,
    source:
      'Karimi, Nutini & Schmidt, Linear Convergence under the Polyak–Łojasiewicz Condition (2016), theorem 1',
  },
  {
    id: 'best',
    title: 'best fixed step',
    formula: '‖θₖ − θ*‖ ≤ ((κ − 1)/(κ + 1))ᵏ‖θ₀ − θ*‖',
    of: 'gd',
    how: 'steps',
    applies: within(smooth, bounded, stronglyConvex, atBest),
    allowance: `A, Aₖ₊₁ = max(|1 − ηL|, |1 − ημ|)Aₖ + δ, and what η differs from 2/(L+μ); ${STEP}`,
    source: `${NESTEROV}, theorem 2.1.15`,
  },
  {
    id: 'modes',
    title: 'modes of a quadratic',
    formula: 'θₖ − θ* = (I − ηA)ᵏ(θ₀ − θ*)',
    of: 'gd',
    how: 'steps',
    applies: quadratic,
    allowance: `mₖ₊₁ = |1 − ηλᵢ|mₖ + δ + 2u|zᵢ(k + 1)| for each mode zᵢ; ${STEP}`,
    source: GOH,
  },
  {
    id: 'energy',
    title: 'energy balance',
    formula: 'f(θ₀) − f(θ(T)) = ∫‖∇f‖²dt',
    of: 'gf',
    how: 'steps',
    applies: always('for every smooth f'),
    allowance:
      'what tolerance and rounding of the integrator allow, summed over its substeps, and the rounding of f at both ends',
    source: `${AMBROSIO}, §1.3`,
  },
  {
    id: 'falls',
    title: 'values never rise',
    formula: 'f(θ(t₂)) ≤ f(θ(t₁)), t₁ ≤ t₂',
    of: 'gf',
    how: 'steps',
    applies: always('for every smooth f'),
    allowance: 'that of the energy balance, for a single step',
    source: `${AMBROSIO}, §1.3`,
  },
  {
    id: 'flowSublinear',
    title: 'O(1/t) on convex f',
    formula: 'f(θ(t)) − f* ≤ ‖θ₀ − θ*‖²/(2t)',
    of: 'gf',
    how: 'steps',
    applies: within(bounded, convex),
    allowance: `‖∇f‖a + D(θ(t)); ${FLOW}`,
    source: `${SU}, §1`,
  },
  {
    id: 'flowDistance',
    title: 'exponential rate of the squared distance',
    formula: '‖θ(t) − θ*‖² ≤ e^{−2μt}‖θ₀ − θ*‖²',
    of: 'gf',
    how: 'steps',
    applies: within(bounded, stronglyConvex),
    allowance: `a to the root of the bound; ${FLOW}`,
    source: `${AMBROSIO}, theorem 2.4.14`,
  },
  {
    id: 'flowGap',
    title: 'exponential rate of the gap',
    formula: 'f(θ(t)) − f* ≤ e^{−2μt}(f(θ₀) − f*)',
    of: 'gf',
    how: 'steps',
    applies: within(bounded, stronglyConvex),
    allowance: `‖∇f‖a + D(θ(t)) + e^{−2μt}D(θ₀); ${FLOW}`,
    source: `${AMBROSIO}, theorem 2.4.14`,
  },
  {
    id: 'flowModes',
    title: 'decoupled modes of a quadratic',
    formula: 'θ(t) = θ* + e^{−At}(θ₀ − θ*), zᵢ(t) = zᵢ(0)e^{−λᵢt}',
    of: 'gf',
    how: 'steps',
    applies: quadratic,
    allowance: 'u(2 + 8‖s‖)(‖θ*‖ + ‖θ − θ*‖) with every tick, s = 1 − e^{−λt}, and shrinks by e^{−λᵢt}',
    source: GOH,
  },
  {
    id: 'euler',
    title: 'local error of a step',
    formula: '‖θ₁ − θ(η)‖ = (η²/2)‖H∇f‖ + O(η³)',
    of: 'pair',
    how: 'trial',
    applies: always('for every smooth f as η → 0'),
    allowance: 'rounding of both ends, and the remainder as extrapolated to η → 0',
    source: `${HAIRER}, §II.3`,
  },
  {
    id: 'order',
    title: 'global error is of order 1',
    formula: '‖θₖ − θ(T)‖ = O(η), kη = T',
    of: 'pair',
    how: 'trial',
    applies: always('for every smooth f as η → 0'),
    allowance: 'slope 1 within 0.1',
    source: `${HAIRER}, §II.3`,
  },
  {
    id: 'threshold',
    title: 'stability threshold',
    formula: 'θₖ → θ* if and only if η < 2/λₘₐₓ',
    of: 'gd',
    how: 'trial',
    applies: allOf(curvedMinimum),
    allowance: 'resolution of the search for it',
    source: `${NESTEROV}, §1.2.3`,
  },
];

/** The row of a theorem. */
export function checkRow(id: CheckId): CheckRow {
  const row = CHECKS.find((candidate) => candidate.id === id);
  if (row === undefined) throw new RangeError(`There is no check ${id}.`);
  return row;
}
