import type { Lesson } from '../lesson';

/** Gradient flow, what it does to f and to the distance. */
export const FLOW: readonly Lesson[] = [
  {
    id: 'flow',
    part: 'Gradient flow',
    title: 'Gradient flow',
    formula: String.raw`\frac{d\theta}{dt} = -\nabla f(\theta), \qquad \theta(0) = \theta_0`,
    look: 'Smooth curves, tangent to the arrows everywhere, so they cross each contour at a right angle. Which valley one ends in is decided by its start.',
    attempt: 'Click on the plane to start one more, near the border between two valleys.',
    link: 'objective=himmelblau&methods=gf&starts=random&count=60&seed=3&respawn=0&eta=0.002&trail=400&look=strokes&view=-1.1,-0.4,6.2&region=0,-0.2,4.9&speed=6',
    controls: ['speed', 'starts'],
  },
  {
    id: 'energy',
    part: 'Gradient flow',
    title: 'Energy falls: a Lyapunov function',
    formula: String.raw`\begin{gathered} \tfrac{d}{dt} f(\theta(t)) = -\lVert \nabla f(\theta(t)) \rVert^2 \le 0 \\ f(\theta(0)) - f(\theta(T)) = \textstyle\int_0^T \lVert \nabla f \rVert^2\,dt \end{gathered}`,
    look: 'f never rises along the flow, though this f is far from convex. It pauses near the saddle, where ∇f is small, and then falls on.',
    attempt: 'Choose another objective: no curve of f ever turns up.',
    link: 'objective=doublewell&methods=gf&starts=points:0.012,1.35;-0.02,-1.25;1.75,0.9&respawn=0&eta=0.1&trail=400&dock=plots&plot=value&against=t&view=-0.4,0,1.5&speed=8',
    controls: ['objective', 'speed', 'plot', 'against'],
  },
  {
    id: 'distance',
    part: 'Gradient flow',
    title: 'Exponential decay: e^(−2μt), squared',
    formula: String.raw`\begin{gathered} \lVert \theta(t) - \theta^* \rVert^2 \le e^{-2\mu t}\,\lVert \theta_0 - \theta^* \rVert^2 \\ \lVert \theta(t) - \theta^* \rVert \le e^{-\mu t}\,\lVert \theta_0 - \theta^* \rVert \end{gathered}`,
    look: 'The plot has the distance itself: after the steep part it runs parallel to e^{−μt}. Squared, like f − f*, it has e^{−2μt}: the same decay.',
    attempt: 'Plot f − f* instead: twice the slope, since it is quadratic in the distance.',
    link: 'b=2&methods=gf&starts=points:-2.2,1.5;2.2,-1.5;0.7,1.7&respawn=0&eta=0.1&trail=400&dock=plots&plot=distance&against=t&view=-0.7,0,2&speed=6',
    controls: ['speed', 'plot', 'against'],
  },
  {
    id: 'eigenbasis',
    part: 'Gradient flow',
    title: 'e^(−At) and the eigenbasis',
    formula: String.raw`\begin{gathered} \theta(t) = \theta^* + V e^{-\Lambda t} V^\top (\theta_0 - \theta^*) \\ z_i(t) = e^{-\lambda_i t} z_i(0) \end{gathered}`,
    look: 'Starts on an eigenvector run straight to θ*; all others first drop along the steep one and then bend into the shallow one.',
    attempt: 'Set c to 0: A is the identity, and every curve is straight.',
    link: 'objective=(x^2%2By^2)/2%2Bc(x%2B2y)^2&c=0.5&methods=gf&starts=points:0.8,1.6;-0.8,-1.6;-1.6,0.8;1.6,-0.8;-1.4,1.4;-0.3,1.7;1.6,0.4;1.4,-1.4;0.3,-1.7;-1.6,-0.4&respawn=0&eta=0.03&trail=400&look=strokes&view=-0.5,0,2.5&speed=8',
    controls: ['parameters', 'speed'],
  },
];
