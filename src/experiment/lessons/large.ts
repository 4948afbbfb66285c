import type { Lesson } from '../lesson';

/** Beyond the edge, and the way back. */
export const LARGE: readonly Lesson[] = [
  {
    id: 'chaos',
    part: 'Beyond the edge',
    title: 'Beyond 2/λ: period doubling and chaos',
    formula: String.raw`x_{k+1} = (1 + \eta)\,x_k - \eta\,x_k^3, \qquad \tfrac{2}{\lambda} = 1`,
    look: 'On this double well gradient descent does not diverge beyond 2/λ = 1: it settles on a cycle of 2, then 4, 8, …, until nothing repeats.',
    attempt: 'Click in the diagram to choose η, and watch the orbit on the plane.',
    link: 'objective=doublewell&methods=gd&dock=orbits&eta=1.2&starts=points:0.55,0.75&respawn=0&trail=24&arrows=0&view=-0.3,0,1.2&speed=4',
    controls: ['eta', 'speed'],
  },
  {
    id: 'fractal',
    part: 'Beyond the edge',
    title: 'Fractal basins',
    formula: String.raw`\begin{gathered} B_i = \{\theta_0 : \theta_k \to \theta_i^*\} \\ N(\varepsilon) \propto \varepsilon^{-D} \text{ boxes of side } \varepsilon \text{ cover } \partial B_i, \quad D \approx 1.2 \end{gathered}`,
    look: 'Each point is a start, coloured by the minimum that gradient descent from it finds, grey where it diverges. Near the rim the borders are no smooth curves: bays within bays, however close one looks.',
    attempt: 'Zoom into the rim with the wheel; then lower η to 0.03: one smooth border is left in view.',
    link: 'objective=(x*y-1)^2/2%2Bc(x^2%2By^2)/2&c=0.2&eta=0.6&fate=1&methods=none&view=-1.1,0,3.7',
    controls: ['eta', 'rule', 'horizon'],
  },
  {
    id: 'summary',
    part: 'Summary',
    title: 'Cheat sheet',
    formula: String.raw`\begin{array}{lll} 0 < \eta\lambda \le 1 & 0 \le 1 - \eta\lambda < 1 & \text{monotone} \\ 1 < \eta\lambda < 2 & -1 < 1 - \eta\lambda < 0 & \text{zigzag, converges} \\ \eta\lambda = 2 & 1 - \eta\lambda = -1 & \text{edge: to and fro} \\ \eta\lambda > 2 & 1 - \eta\lambda < -1 & \text{diverges (quadratic)} \end{array}`,
    look: 'One start, all η from 0.1/L to 2.1/L at once: along the flow, then across the valley, then away. The steepest λ decides.',
    attempt: 'Drag the start of the fan, or sweep η.',
    link: 'starts=points:-2.7,1.6&respawn=0&eta=0.1&trail=200&arrows=0&fan=1&etas=0.01,0.21,lin&origin=-2.7,1.6&view=-1.7,0,2.5&speed=4',
    controls: ['eta', 'speed', 'fan', 'rule'],
    sweep: { from: 0.1, to: 2.1, seconds: 20, each: 'restart' },
  },
];
