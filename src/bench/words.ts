import { figures, whole } from '../ui/numbers';
import { BYTES_PER_DISPATCH } from './limits';
import type { DescentLimit, Peaks, TrailLimit } from './report';
import { percent, si } from './units';

/** From which share of a limit on it counts as reached. */
const REACHED = 0.7;

/** What binds gradient descent on an objective, in words. */
export function descentWords(limit: DescentLimit, { arithmetic, chained }: Peaks): string {
  const { objective, operations, atOnce, single, arithmeticLimit, chainedLimit, memoryLimit } = limit;
  const done = atOnce * operations;
  const begin =
    `On ${objective} a step is worth ${figures(operations, 3)} additions or multiplications, 4 of them to watch for ` +
    `overflow: many steps at once are ${si(done)} a second, ${percent(atOnce / arithmeticLimit)} of the adapter’s ` +
    `${si(arithmetic)}.`;
  const chain =
    atOnce >= REACHED * arithmeticLimit
      ? ' Arithmetic binds.'
      : ` A step waits for the one before: operations that wait for each other run at ${si(chained)} a second here, and it ` +
        `gets ${percent(atOnce / chainedLimit)} of that by what it does side by side.`;
  const memory =
    single >= REACHED * memoryLimit ? 'memory binds' : 'what a dispatch costs beside weighs more than memory';
  return (
    `${begin}${chain} One step a dispatch moves ${BYTES_PER_DISPATCH} bytes a particle: ` +
    `${percent(single / memoryLimit)} of what a copy gets, ${memory}.`
  );
}

/** How near the pass that draws trails comes to the adapter's atomics. */
export function trailWords({ pairs, pixels, milliseconds }: TrailLimit, { atomics }: Peaks): string {
  const speed = milliseconds > 0 ? (1000 * pixels) / milliseconds : 0;
  return (
    `The new segments of ${whole(pairs)} pairs cross ${si(pixels)}pixels in ${figures(milliseconds, 2)} ms: ` +
    `${si(speed)}pixels a second, ${percent(speed / atomics)} of the adapter’s atomic additions.`
  );
}

/** What the limits mean. */
export function peakWords({ arithmetic, chained, copy }: Peaks): string {
  const balance = (arithmetic / copy) * BYTES_PER_DISPATCH;
  return (
    `Waiting for each other, operations run at ${percent(chained / arithmetic)} of their speed side by side. A kernel that moves ` +
    `${BYTES_PER_DISPATCH} bytes a particle is bound by memory below ${figures(balance, 2)} operations a particle.`
  );
}
