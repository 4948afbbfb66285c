import type { Lesson } from '../lesson';

/** Relatives of gradient descent and of the flow. */
export const FAMILY: readonly Lesson[] = [
  {
    id: 'momentum',
    part: 'Relatives',
    title: 'Heavy ball and Nesterov',
    formula: String.raw`\begin{gathered} \theta_{k+1} = y_k - \eta\,\nabla f(\cdot), \quad y_k = \theta_k + \beta(\theta_k - \theta_{k-1}) \\ \nabla f(\theta_k)\text{: heavy ball}, \quad \nabla f(y_k)\text{: Nesterov} \end{gathered}`,
    look: 'The same valley, the same η = 1/L: gradient descent crawls; the two with momentum gather speed, swing past the minimum and still settle first.',
    attempt: 'Set β to 0: both are gradient descent. Nearer to 1 they swing for longer.',
    link: 'objective=(x^2%2By^2)/2%2Bc(x%2B2y)^2&c=3.9&methods=gd,heavyball,nesterov&starts=points:-1.6,1.6&momentum=0.85&respawn=0&eta=0.025&trail=400&arrows=0&view=-0.7,0.3,1.7&speed=6',
    controls: ['momentum', 'eta', 'speed', 'methods'],
  },
  {
    id: 'natural',
    part: 'Relatives',
    title: 'Natural gradient flow',
    formula: String.raw`\frac{d\theta}{dt} = -G(\theta)^{-1}\,\nabla f(\theta), \qquad G = \begin{pmatrix} 1/y^2 & 0 \\ 0 & 2/y^2 \end{pmatrix}`,
    look: 'Fitting N(x, y²) to data from N(0, 1): the plain flow first widens y, far past the fit, and then comes back; in Fisher’s metric x goes home as e^{−t} from everywhere.',
    attempt: 'Choose another metric G: the paths change, where they end does not.',
    link: 'objective=log(y)%2B(1%2Bx^2)/(2y^2)&methods=gf,natural&metric=fisher&view=-0.35,1.55,1.3&starts=points:-1,0.5;-0.7,0.4;-0.3,0.4;0.4,0.4;0.8,0.5;0.8,2;-0.9,2.2&respawn=0&eta=0.1&trail=300&arrows=0&speed=6',
    controls: ['metric', 'speed', 'methods'],
  },
  {
    id: 'langevin',
    part: 'Relatives',
    title: 'Langevin dynamics',
    formula: String.raw`\begin{gathered} d\theta = -\nabla f(\theta)\,dt + \sqrt{2/\beta}\,dW \\ p_\infty(\theta) \propto e^{-\beta f(\theta)}, \qquad \beta = 1/T \end{gathered}`,
    look: 'No particle comes to rest, but their density does: the counted contours (solid) settle on those of e^{−βf} (dashed).',
    attempt: 'Raise T: the wells fill up and merge.',
    link: 'objective=doublewell&methods=langevin&density=1&respawn=0&temperature=0.1&eta=0.1&count=2000&view=-0.4,0,1.9&arrows=0&speed=16',
    controls: ['temperature', 'eta', 'density', 'speed'],
  },
];
