import { expect } from 'vitest';
import { threefry, uniform } from '../../src/math/threefry';
import type { Circumstances, Method } from '../../src/methods/method';
import type { Objective } from '../../src/objectives/objective';
import { testDevice } from '../gpu/compute';
import { OrbitKernel, type Orbits, type Point, type Run } from '../gpu/orbits';
import type { Tolerance, ToleranceRule } from '../gpu/tolerances';
import { settingsOf, stepOf, variantsOf } from './check';

const kernels = new Map<string, Promise<OrbitKernel>>();

/** The compiled shaders of a method on an objective, the same ones for all its parameters: compiling takes the most time. */
export function kernelOf(row: Method, objective: Objective): Promise<OrbitKernel> {
  const text = `${row.id} ${row.wgsl} ${objective.wgsl}`;
  const made = kernels.get(text) ?? testDevice().then((device) => OrbitKernel.create(device, row, objective));
  kernels.set(text, made);
  return made;
}

/** Random points of the objective's home, in f32, where f is defined. */
export function startsOf(objective: Objective, count: number): Point[] {
  const [cx, cy, h] = objective.home;
  const starts: Point[] = [];
  for (let i = 0; starts.length < count; i++) {
    const [u, v] = threefry([2, 0], [i, 0]).map((word) => 2 * uniform(word) - 1) as [number, number];
    const start: Point = [Math.fround(cx + (16 / 9) * h * u), Math.fround(cy + h * v)];
    if (objective.defined(...start)) starts.push(start);
  }
  return starts;
}

export function trustRadius({ home: [cx, cy, h] }: Objective): number {
  return 1e4 * (Math.max(Math.abs(cx), Math.abs(cy)) + h);
}

/** How a run of each kind looks: particles, ticks, η in units of the objective's default, and the share of a step in a tick. */
const RUNS = {
  map: { count: 32, ticks: 16, scales: [0.1, 1, 3], share: 1 },
  // The twin of a flow follows it closely, which takes its time.
  flow: { count: 16, ticks: 6, scales: [1, 8, 100], share: 1 / 8 },
} as const;

/** Holds one step in the shader against one of the twin, from every state of the shader's own orbits. */
export async function checkLocalStep(row: Method, objective: Objective, rule: ToleranceRule): Promise<void> {
  const kernel = await kernelOf(row, objective);
  const { count, ticks, scales, share } = RUNS[row.kind];
  const starts = startsOf(objective, count);
  for (const scale of scales) {
    for (const told of variantsOf(row, { eta: Math.fround(scale * (objective.row?.eta ?? 1)) })) {
      const duration = Math.fround(share * stepOf(row, told));
      const run = { starts, ticks, duration, trustRadius: trustRadius(objective), circumstances: told };
      const orbits = await kernel.run(objective, run);
      const { ratio, at } = worstStep(row, objective, orbits, run, rule(row, objective, duration, told));
      expect(ratio, `${objective.key}, ${settingsOf(row, told)}: ${at}`).toBeLessThanOrEqual(1);
    }
  }
}

interface Worst {
  /** |Δ| in units of its tolerance; Infinity if the shader came to no number. */
  readonly ratio: number;
  readonly at: string;
}

/** The worst of one step of the twin from every state that the shader came to, against the shader's next state. */
function worstStep(
  row: Method,
  objective: Objective,
  orbits: Orbits,
  { duration, trustRadius, circumstances }: Run & { readonly circumstances: Circumstances },
  tolerance: Tolerance,
): Worst {
  const inside = (x: number, y: number) =>
    Math.max(Math.abs(x), Math.abs(y)) < trustRadius && objective.defined(x, y);
  let worst: Worst = { ratio: 0, at: 'nowhere' };
  orbits[0]?.forEach((_, i) => {
    for (let k = 0; k + 1 < orbits.length; k++) {
      const [from, to] = [orbits[k]?.[i], orbits[k + 1]?.[i]];
      if (from === undefined || to === undefined) throw new Error('the orbit is too short');
      // The step pass freezes what is lost; this kernel does not.
      if (!inside(from.x, from.y)) break;
      const exact = row.advance(from, objective, duration, circumstances);
      if (!inside(exact.x, exact.y)) break;
      const [found, meant] = [to, exact].map(({ x, y, carry }) => [x, y, ...carry]);
      tolerance(from, exact).forEach((allowed, n) => {
        if (allowed === Number.POSITIVE_INFINITY) return;
        const off = Math.abs((found?.[n] ?? Number.NaN) - (meant?.[n] ?? Number.NaN));
        const ratio = off === 0 ? 0 : Number.isNaN(off / allowed) ? Number.POSITIVE_INFINITY : off / allowed;
        if (ratio <= worst.ratio) return;
        worst = {
          ratio,
          at: `number ${n} after tick ${k} from ${JSON.stringify(from)}: ${found} for ${meant}`,
        };
      });
    }
  });
  return worst;
}
