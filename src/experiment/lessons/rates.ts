import type { Lesson } from '../lesson';

/** How fast gradient descent is, by what f is like. */
export const RATES: readonly Lesson[] = [
  {
    id: 'flat',
    part: 'Rates',
    title: 'Convex but flat: O(1/k)',
    formula: String.raw`f(\theta_k) - f^* \le \frac{\lVert \theta_0 - \theta^* \rVert^2}{2\eta k} \qquad \left(0 < \eta \le \tfrac{1}{L}\right)`,
    look: 'The floor is flat, and the dots crowd ever closer. On the log scale f − f* keeps bending: slower than any exponential, yet below the dotted 1/k.',
    attempt: 'Let it run on: each further factor of ten in f − f* takes almost five times the steps before.',
    link: 'objective=x^6/(2%2B2x^4)%2By^2/2&methods=gd&starts=points:-1.6,1.1;1.4,-1&respawn=0&eta=0.4&trail=400&speed=8&dock=plots&plot=value&view=-0.4,0,1.3&arrows=0',
    controls: ['eta', 'speed', 'plot'],
  },
  {
    id: 'linear',
    part: 'Rates',
    title: 'Strong convexity: linear rate, and κ',
    formula: String.raw`\lVert \theta_k - \theta^* \rVert^2 \le \left(1 - \tfrac{1}{\kappa}\right)^{k} \lVert \theta_0 - \theta^* \rVert^2 \qquad \left(\eta = \tfrac{1}{L}\right)`,
    look: 'The steep part is gone after one step; then ‖θ − θ*‖ falls on a straight line, by 1 − μ/L = 0.9 a step, below the dashed bound.',
    attempt: 'Set η to 2/(L+μ), the best fixed step: (κ − 1)/(κ + 1) = 0.82 a step.',
    link: 'methods=gd&starts=points:-2.2,1.3;2.1,-1.3;0.9,1.5&respawn=0&eta=0.1&trail=200&dock=plots&plot=distance&view=-0.7,0,2&arrows=0&speed=4',
    controls: ['eta', 'speed', 'plot'],
  },
  {
    id: 'modes',
    part: 'Rates',
    title: 'The quadratic: two modes, 1 − ηλᵢ',
    formula: String.raw`\begin{gathered} \theta_k - \theta^* = (I - \eta A)^k (\theta_0 - \theta^*) \\ z_i(k) = (1 - \eta\lambda_i)^k z_i(0) \end{gathered}`,
    look: 'Along each eigenvector its own factor: the steep z₂ changes sign at every step, × −0.6: the zigzag. The shallow z₁ only shrinks, × 0.8: the way down the valley.',
    attempt: 'Set η to 1/L: the steep mode is gone in one step.',
    link: 'objective=(x^2%2By^2)/2%2Bc(x%2B2y)^2&c=0.7&methods=gd&starts=points:-1.4,1.75&respawn=0&eta=0.2&trail=200&view=-0.7,0.2,1.8&arrows=0&speed=2',
    controls: ['eta', 'speed'],
    sweep: { from: 0.1, to: 2.1, seconds: 16, each: 'restart' },
  },
];
