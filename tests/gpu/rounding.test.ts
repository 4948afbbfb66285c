import { expect, test } from 'vitest';
import elementary from '../../shaders/elementary.wgsl?raw';
import { bind } from '../../src/math/evaluate';
import { makeFormulas } from '../../src/math/formulas';
import { compile } from '../../src/math/program';
import { bindRounding, boundingProgram, UNIT } from '../../src/math/rounding';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import { OBJECTIVES } from '../../src/objectives/table';
import { generateExpressions, randomNumbers, randomPoints } from '../generated';
import { compute } from './compute';

/** What stands for a bound where nothing can be promised. */
const HUGE = Math.fround(3e38);

const SNIPPET = `
fn snippet(p: vec2f) -> array<f32, 6> {
  let g = objective_gradient(p);
  let e = objective_rounding(p);
  return array(objective_value(p), g.x, g.y, e.x, e.y, e.z);
}`;

/** How many points of each kind. */
const POINTS = 1500;

/** Points of the home, points out to a thousand times as far, and points near minimisers or else the origin, on all scales. */
function pointsOf({ home, minimisers }: Objective): Float32Array<ArrayBuffer> {
  const random = randomNumbers(31);
  const around = (x: number, y: number, size: number) => {
    const angle = 2 * Math.PI * random();
    return [x + size * Math.cos(angle), y + size * Math.sin(angle)];
  };
  const centres = minimisers.length === 0 ? [{ x: 0, y: 0 }] : minimisers;
  const inside = [...randomPoints(POINTS, 32, boxOfView(home))];
  const far = inside.flatMap((_, i) =>
    i % 2 === 0 ? around(home[0], home[1], home[2] * 10 ** (3 * random())) : [],
  );
  const near = inside.flatMap((_, i) => {
    const { x, y } = centres[Math.floor(i / 2) % centres.length] ?? { x: 0, y: 0 };
    return i % 2 === 0 ? around(x, y, 10 ** (-9 * random())) : [];
  });
  return new Float32Array([...inside, ...far, ...near]);
}

interface Findings {
  readonly broken: string[];
  /** Largest error in units of its bound. */
  tightest: number;
  /** How many bounds say something, and of how many where f is defined. */
  held: number;
  all: number;
}

/** Holds f, ∇f and their bounds in WGSL to float64, the bounds themselves at the first points only. */
async function look(
  objective: Objective,
  points: Float32Array<ArrayBuffer>,
  compared: number,
): Promise<Findings> {
  const { expression, parameters, letters } = objective;
  const { exact, least, most } = inDoubles(objective);
  const numbers = await compute({
    code: [elementary, objective.wgsl, objective.roundingWgsl, SNIPPET].join('\n'),
    width: 6,
    points,
    parameters: letters.map((letter) => parameters[letter] ?? Number.NaN),
  });
  const findings: Findings = { broken: [], tightest: 0, held: 0, all: 0 };
  for (let i = 0; 2 * i < points.length; i++) {
    const [x = 0, y = 0] = points.subarray(2 * i, 2 * i + 2);
    const defined = objective.defined(x, y);
    const [meant, low, high] = [exact(x, y), least(x, y), most(x, y)];
    for (let k = 0; k < 3; k++) {
      const [found = 0, bound = Number.NaN] = [numbers[6 * i + k], numbers[6 * i + 3 + k]];
      const where = `${expression} at (${x}, ${y}), output ${k}: ${found} ± ${bound} for ${meant[k]}`;
      if (!(bound >= 0 && bound <= HUGE)) findings.broken.push(`${where}: no number`);
      findings.all += defined ? 1 : 0;
      if (bound === HUGE) continue;
      findings.held++;
      const off = Math.abs(found - (defined ? meant[k]! : Number.NaN));
      if (!(off <= bound)) findings.broken.push(`${where}: off by ${off}`);
      if (off > 0) findings.tightest = Math.max(findings.tightest, off / bound);
      // Near a minimiser the bound is of second order, and follows what is left of f in f32.
      if (i >= compared) continue;
      if (!(bound >= UNIT * low[k]!)) findings.broken.push(`${where}: on the CPU at least ${UNIT * low[k]!}`);
      if (!(bound <= 1.05 * UNIT * high[k]!))
        findings.broken.push(`${where}: and ${UNIT * high[k]!} at most`);
    }
  }
  return findings;
}

/** f and ∇f, and their bounds with the roundings that the parameters have and with those that they may have. */
function inDoubles({ expression, parameters, letters }: Objective) {
  const { f, fx, fy } = makeFormulas(expression);
  const program = compile([f, fx, fy], letters);
  const granted = boundingProgram(program, (g, letter) => g.apply('abs', g.parameter(letter)), 'tested');
  if (granted === null) throw new Error('the bounds are numbers');
  return {
    exact: bind(program, parameters),
    least: bindRounding(program, parameters),
    most: bind(granted, parameters),
  };
}

let tightest = 0;

test.each(OBJECTIVES.map(({ id }) => id))('objective_rounding bounds the errors of %s in f32', async (id) => {
  const objective = makeObjective(id, {});
  const findings = await look(objective, pointsOf(objective), 2 * POINTS);
  tightest = Math.max(tightest, findings.tightest);
  expect(findings.broken).toEqual([]);
  expect(findings.held).toBe(findings.all);
});

test('a bound of half the size would be broken', () => {
  expect(tightest).toBeGreaterThan(0.5);
  expect(tightest).toBeLessThan(1);
});

test('it bounds the errors of 40 generated expressions', async () => {
  const box = { left: -2, right: 2, bottom: -2, top: 2 };
  const total = { held: 0, all: 0 };
  for (const text of generateExpressions(40, 9)) {
    const { broken, held, all } = await look(
      makeObjective(text, { a: 1.3, b: 0.7 }),
      randomPoints(200, 33, box),
      0,
    );
    expect(broken).toEqual([]);
    total.held += held;
    total.all += all;
  }
  expect(total.held).toBeGreaterThan(0.85 * total.all);
});

test.each([
  ['log(x) + y', -1, 0],
  ['log(x) + y', 0, 0],
  ['1/x + y', 0, 1],
  ['1/(x y - 2)', 2, 1],
  ['sqrt(x + y)', -1, 0.5],
  ['exp(x^2) + y', 12, 0],
  ['tan(x) + y', 2e4, 0],
  ['acos(x y) + y', 2, 1],
])('it promises nothing for %s at (%d, %d)', async (text, x, y) => {
  const { wgsl, roundingWgsl } = makeObjective(text, {});
  const code = [elementary, wgsl, roundingWgsl, SNIPPET].join('\n');
  const numbers = await compute({ code, width: 6, points: new Float32Array([x, y]) });
  expect(numbers[3]).toBe(HUGE);
});
