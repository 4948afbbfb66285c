import apartShader from '../../shaders/apart.wgsl?raw';
import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import pairShader from '../../shaders/pair.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import startShader from '../../shaders/start.wgsl?raw';
import threefryShader from '../../shaders/threefry.wgsl?raw';
import { assembleShader, objectiveParts } from '../gpu/shader';
import type { Objective } from '../objectives/objective';

/** The whole text of the shader that measures how far pairs have come apart. */
export function apartShaderText(objective: Objective): string {
  const parts = [pairShader, ensembleShader, respawnShader, finiteShader, startShader, threefryShader];
  return assembleShader(apartShader, ...parts, ...objectiveParts(objective));
}
