import type { Lesson } from '../lesson';

/** What a step of gradient descent is, and what it gains. */
export const DESCENT: readonly Lesson[] = [
  {
    id: 'landscape',
    part: 'Descent',
    title: 'The landscape and −∇f',
    formula: String.raw`\begin{gathered} -\nabla f(\theta) \;\perp\; \{f = c\} \\ v^\top \nabla f(\theta) \ge -\lVert \nabla f(\theta) \rVert \quad (\lVert v \rVert = 1) \end{gathered}`,
    look: 'Each arrow is −∇f: perpendicular to the contour it stands on, longer where f is steeper. No direction leads down faster. They lead into four valleys.',
    attempt: 'Choose another objective: where contours crowd, arrows are long.',
    link: 'objective=himmelblau&methods=none&view=-1.1,-0.4,6.2',
    controls: ['objective'],
  },
  {
    id: 'steps',
    part: 'Descent',
    title: 'Gradient descent takes steps',
    formula: String.raw`\theta_{k+1} = \theta_k - \eta\,\nabla f(\theta_k)`,
    look: 'One dot for each step: a straight jump along the arrow at its foot, η‖∇f‖ long. Jumps get shorter as the slope does, although η stays.',
    attempt: 'Double η: the first jump points the same way and is twice as long.',
    link: 'b=1.5&methods=gd&starts=points:-1.1,1.7;0.9,1.75;1.2,-1.5&respawn=0&eta=0.2&trail=200&speed=2&view=-0.3,0,2.1',
    controls: ['eta', 'speed'],
  },
  {
    id: 'decrease',
    part: 'Descent',
    title: 'Sufficient decrease, and η = 1/L',
    formula: String.raw`\begin{gathered} f(\theta_{k+1}) \le f(\theta_k) - \eta\left(1 - \tfrac{L\eta}{2}\right)\lVert \nabla f(\theta_k) \rVert^2 \\ \eta = \tfrac{1}{L}:\quad f(\theta_k) - f(\theta_{k+1}) \ge \tfrac{1}{2L}\lVert \nabla f(\theta_k) \rVert^2 \end{gathered}`,
    look: 'At η = 1/L each step gains at least ‖∇f‖²/(2L). Straight up the steep wall it is no more than that: one jump to the floor.',
    attempt: 'Sweep η: f falls at every step up to 2/L; beyond, the promise is void.',
    link: 'methods=gd&starts=points:-1.4,1.5;0,1.9;1.3,-1.6&respawn=0&eta=0.1&trail=200&speed=2&view=-0.5,0,2.2',
    controls: ['eta', 'speed'],
    sweep: { from: 0.1, to: 2.1, seconds: 16, each: 'restart' },
  },
];
