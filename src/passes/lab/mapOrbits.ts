import { circumstancesOf } from '../../experiment/circumstances';
import type { Experiment } from '../../experiment/experiment';
import { randomStart, startBox } from '../../experiment/starts';
import { method } from '../../methods/table';
import { type OrbitDiagram, type OrbitOptions, type OrbitRequest, whyNoOrbits } from '../../theory/orbits';
import type { PassLibrary } from '../passes';
import type { Surroundings } from '../step';
import { followOrbits } from './orbitRun';

/**
 * The bifurcation diagram of an experiment, from random starts in its region.
 *
 * @throws the signal's reason once it is aborted; RangeError if the method has no such diagram; ShaderError if the
 * objective does not compile
 */
export async function mapOrbits(
  device: GPUDevice,
  library: PassLibrary,
  experiment: Experiment,
  { objective, trustRadius }: Pick<Surroundings, 'objective' | 'trustRadius'>,
  request: OrbitRequest,
  options: OrbitOptions,
): Promise<OrbitDiagram> {
  const rule = method(request.rule);
  const refusal = whyNoOrbits(rule);
  if (refusal !== null) throw new RangeError(refusal);
  const pass = await library.orbits(objective, rule.id, request.visits);
  options.signal?.throwIfAborted();
  const box = startBox(experiment);
  const starts = new Float32Array(2 * request.starts);
  for (let s = 0; s < request.starts; s++)
    starts.set(randomStart(s, 0, experiment.seed, box, objective), 2 * s);
  const circumstances = (eta: number) => circumstancesOf({ ...experiment, eta }, rule.id);
  return followOrbits(device, pass, request, { objective, trustRadius, circumstances, starts }, options);
}
