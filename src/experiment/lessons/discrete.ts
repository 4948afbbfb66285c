import type { Lesson } from '../lesson';

/** Gradient descent as an approximation of the flow. */
export const DISCRETE: readonly Lesson[] = [
  {
    id: 'euler',
    part: 'Gradient flow',
    title: 'Gradient descent is forward Euler',
    formula: String.raw`\theta(t + \eta) = \theta - \eta\,\nabla f(\theta) + \tfrac{\eta^2}{2} H \nabla f(\theta) + O(\eta^3)`,
    look: 'Each chord sets out along the tangent of the flow and keeps that direction for a time η; the flow bends away beneath it, by (η²/2)‖H∇f‖.',
    attempt: 'Halve η: each jump misses by a quarter as much.',
    link: 'objective=(x^2%2By^2)/2%2Bc(x%2B2y)^2&c=0.3&starts=points:-0.9,1.85;0.9,1.5;-0.6,-1.7;1.1,-1.75&respawn=0&eta=0.2&trail=200&speed=2&view=-0.3,0,2',
    controls: ['eta', 'speed'],
  },
  {
    id: 'order',
    part: 'Gradient flow',
    title: 'The error is O(η)',
    formula: String.raw`\begin{gathered} \lVert \theta_k - \theta(T) \rVert = O(\eta), \quad k\eta = T \text{ fixed} \\ \lVert \theta_1 - \theta(\eta) \rVert = \tfrac{\eta^2}{2}\lVert H \nabla f \rVert + O(\eta^3) \end{gathered}`,
    look: 'At a fixed time the gap to the flow halves with η: 1/η steps, each of which misses by η². Slope 1 on the log-log plot, 2 for one step.',
    attempt: 'Press “Measure the order of convergence” and read the fitted slopes.',
    link: 'objective=(x^2%2By^2)/2%2Bc(x%2B2y)^2&c=0.3&starts=points:-0.9,1.85;0.9,1.5;-0.6,-1.7;1.1,-1.75&respawn=0&eta=0.2&trail=200&speed=2&dock=compare&view=-0.7,0,2&apart=1',
    controls: ['eta', 'apart', 'speed'],
  },
];
