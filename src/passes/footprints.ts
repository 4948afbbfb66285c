import { respawnPhase } from '../experiment/respawn';
import { carryOf, type Ensemble, STATE_BYTES } from '../gpu/ensemble';
import { readSlices, type Slice } from '../gpu/readback';
import type { Footprints } from '../theory/gait';
import { DIVERGED } from './census';

/** So many particles tell how the others move. */
const SAMPLE = 2048;
const POSITION_BYTES = 8;

/**
 * The latest two steps of the first particles of an ensemble: of those that have not diverged, nor started within them.
 * None before the second step.
 */
export async function readFootprints(device: GPUDevice, ensemble: Ensemble): Promise<readonly Footprints[]> {
  const { ticksPerStep, slots } = ensemble.shape;
  const { tick } = ensemble;
  const ticks = 2 * ticksPerStep;
  if (tick < ticks || ticks >= slots) return [];
  const count = Math.min(SAMPLE, ensemble.count);
  const moments = Array.from({ length: ticks + 1 }, (_, n) => tick - ticks + n);
  const carry = carryOf(ensemble.method).numbers;
  const [states, carries, ...positions] = await readSlices(device, [
    { buffer: ensemble.states, offset: 0, bytes: count * STATE_BYTES },
    { buffer: ensemble.carries, offset: 0, bytes: count * 4 * carry },
    ...moments.map((moment) => positionsAt(ensemble, moment, count)),
  ]);
  const words = new Uint32Array(states ?? new ArrayBuffer(0));
  const substeps = new Float32Array(carries ?? new ArrayBuffer(0));
  const rows = positions.map((bytes) => new Float32Array(bytes));
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => words[4 * i + 2] !== DIVERGED && livesSince(ensemble, i, 2))
    .map((i) => ({
      points: rows.map((row) => [row[2 * i] ?? 0, row[2 * i + 1] ?? 0] as const),
      substep: ensemble.method.id === 'gf' ? (substeps[carry * i] ?? 0) : null,
    }));
}

function positionsAt({ history, capacity, shape }: Ensemble, tick: number, count: number): Slice {
  const offset = (tick % shape.slots) * capacity * POSITION_BYTES;
  return { buffer: history, offset, bytes: count * POSITION_BYTES };
}

/** Whether particle i has not started afresh in the last so many steps. */
function livesSince(
  { shape: { restarting, ticksPerStep }, tick }: Ensemble,
  i: number,
  steps: number,
): boolean {
  if (restarting === null) return true;
  const k = Math.floor(tick / ticksPerStep);
  return (k + respawnPhase(i, restarting.life)) % restarting.life >= steps;
}
