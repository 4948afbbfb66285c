import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { browserFlags, findOrInstallBrowser } from './browser.mjs';
import { completeFigure } from './figureOptions.mjs';
import { buildAndServe } from './page.mjs';
import { root } from './paths.mjs';
import { shoot } from './shoot.mjs';

/**
 * @typedef {object} Shot
 * @property {string} name of the file
 * @property {string} link the experiment
 * @property {number} steps after its start
 * @property {string} [element] what of the page is shown, if not the plane
 * @property {number} [height] of the window, where another one shows more
 * @property {string} caption
 */

/** In CSS pixels; the files have one and a half times as many. */
const SIZE = { width: 1280, height: 720 };
const DENSITY = 1.5;

const BOWL = 'count=30&seed=11';
const HIMMELBLAU = 'objective=himmelblau&view=-0.1,-0.2,4.9&region=-0.1,-0.2,5.2';

/**
 * The pictures of docs/gallery. `npm run gallery` draws all of them, `npm run gallery -- zigzag flow` only those.
 *
 * @type {readonly Shot[]}
 */
const SHOTS = [
  {
    name: 'opening',
    link: BOWL,
    steps: 100,
    caption:
      'An elongated bowl at η = 1.8/L: gradient flow glides into the valley, gradient descent zigzags across it.',
  },
  {
    name: 'opening-light',
    link: `${BOWL}&theme=light`,
    steps: 100,
    caption: 'The same in the light theme.',
  },
  {
    name: 'field',
    link: 'objective=himmelblau&methods=none&theme=light&view=-0.1,-0.4,5.2',
    steps: 0,
    caption: 'Contours and the vector field −∇f, which stands perpendicular on them: Himmelblau’s function.',
  },
  {
    name: 'streamlines',
    link: `${HIMMELBLAU}&methods=gf&starts=grid&count=200&respawn=0&arrows=0&trail=500&eta=0.005&look=strokes`,
    steps: 60,
    caption: 'Streamlines of gradient flow from many starts: each ends in one of the four minima.',
  },
  {
    name: 'small-steps',
    link: 'objective=doublewell&starts=points:-0.25,-0.35;0.04,0.75;0.12,-0.8;1.7,0.7;1.45,-0.62&view=0.6,0,0.95&respawn=0&eta=0.05&trail=500&arrows=0',
    steps: 120,
    caption: 'Gradient descent at a small η lies on gradient flow.',
  },
  {
    name: 'zigzag',
    link: 'starts=points:-4.1,1.4;3.9,-1.4&respawn=0&eta=0.19&trail=200&arrows=0',
    steps: 40,
    caption:
      'At η = 1.9/L gradient descent zigzags across the valley of an elongated bowl, and still converges.',
  },
  {
    name: 'divergence',
    link: 'a=0.15&starts=points:-4,0.25;3.7,-0.3&respawn=0&eta=0.208&trail=200&arrows=0',
    steps: 26,
    caption: 'Beyond η = 2/L every jump of gradient descent overshoots by more than the last.',
  },
  {
    name: 'himmelblau',
    link: `${HIMMELBLAU}&count=20000&arrows=0&trail=64&eta=0.004`,
    steps: 80,
    caption: 'Twenty thousand pairs as light: the two methods share the valleys, and part on the way there.',
  },
  {
    name: 'rosenbrock',
    link: 'objective=rosenbrock&count=20000&arrows=0&trail=64&eta=0.0002',
    steps: 80,
    caption:
      'Twenty thousand pairs fall into Rosenbrock’s curved valley within a few steps, then crawl along it.',
  },
  {
    name: 'family',
    link: 'starts=points:3.8,1.9&respawn=0&eta=0.05&methods=gd,gf,prox,newton,heavyball,nesterov,inertial,naturalgd,natural,langevin,rmsprop,adam&trail=200&arrows=0&factors=rmsprop:0.3,adam:4',
    steps: 22,
    caption: 'The whole family from one start on an elongated bowl, each with its own mark and dash.',
  },
  {
    name: 'gaussian',
    link: 'objective=log(y)%2B(1%2Bx^2)/(2y^2)&methods=gf,natural&metric=fisher&view=0,1.35,1.35&starts=points:-2,0.5;-1.2,0.4;-0.4,0.35;0.5,0.35;1.3,0.4;2,0.5;-1.8,1.6;1.8,1.6&respawn=0&eta=0.1&trail=300&arrows=0&theme=light',
    steps: 60,
    caption:
      'Fitting a Gaussian N(x, y²) to data from N(0, 1): natural gradient flow (dashed) heads for it from everywhere, plain gradient flow first widens.',
  },
  {
    name: 'langevin',
    link: 'objective=doublewell&methods=langevin&density=1&respawn=0&temperature=0.1&eta=0.1&count=4000&view=0,0,1.35&arrows=0',
    steps: 400,
    caption:
      'Langevin dynamics on the double well: the counted density (solid, around 50, 90 and 99 % of the particles) lies on e^{−βf} (dashed).',
  },
  {
    name: 'fates',
    link: 'objective=himmelblau&eta=0.02&fate=1&view=-0.1,-0.4,5.2',
    steps: 0,
    caption:
      'What becomes of gradient descent on Himmelblau’s function at η = 0.02: two minima are left, the others have given way to cycles.',
  },
  {
    name: 'fan',
    link: 'objective=doublewell&fan=1&etas=0.25,2.1,lin',
    steps: 0,
    caption:
      'One start at 128 learning rates at once: the fan bends away from gradient flow and breaks at η = 1.',
  },
  {
    name: 'start-eta',
    link: 'objective=himmelblau&dock=line&theme=light',
    steps: 0,
    element: '.dock',
    height: 1280,
    caption:
      'The starts of a line across Himmelblau’s function, at each η, coloured by what becomes of them.',
  },
  {
    name: 'bifurcation',
    link: 'objective=doublewell&dock=orbits&eta=1.2',
    steps: 0,
    element: '.dock',
    height: 1280,
    caption:
      'What gradient descent on the double well visits in the long run, over η, and its largest Lyapunov exponent.',
  },
  {
    name: 'lesson',
    link: 'lesson=edge&theme=projector',
    steps: 24,
    element: 'body',
    caption: 'A lesson in the theme for projectors: the edge of stability, η = 2/L.',
  },
];

const wanted = process.argv.slice(2);
const folder = join(root, 'docs', 'gallery');
mkdirSync(folder, { recursive: true });
const server = await buildAndServe({ port: 4600, open: false });
const browser = await chromium.launch({ executablePath: await findOrInstallBrowser(), args: browserFlags });
try {
  for (const shot of SHOTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const picture = await take(shot);
    writeFileSync(join(folder, `${shot.name}.webp`), picture);
    console.log(`${shot.name}.webp   ${(picture.length / 1000).toFixed(0)} kB   ${shot.caption}`);
  }
} finally {
  await browser.close();
  await server.close();
}
process.exit(0);

/** @param {Shot} shot */
function take({ link, steps, element, height = SIZE.height }) {
  const figure = { ...completeFigure(`#${link}`), ...SIZE, height, scale: DENSITY, steps };
  return shoot(browser, server.url, { ...figure, format: 'webp', element });
}
