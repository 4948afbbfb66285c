import { MOST_PLACED } from '../experiment/keys';
import { historyBytes, particleBytes } from '../gpu/ensemble';
import type { Method } from '../methods/method';
import { CENSUS_SLOTS, LONGEST_PERIOD } from './census';

/** What an adapter grants a buffer. */
type Limits = Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize' | 'maxBufferSize'>;

/** Up to so many pairs, flows glide between ticks. */
const GLIDES_UP_TO = 2000;
/** Bytes of all histories at most: graphics processors that share the machine's memory have not much more. */
const MOST_HISTORY = 2 ** 30;
/** Bytes that a map's history may have only to name its cycles, beyond what the trail takes. */
const CENSUS_HISTORY = 2 ** 25;
/** A history of fewer slots than this would have no segment of a trail that is not just being written. */
const LEAST_SLOTS = 3;
/** Numbers that a method carries along at most. */
const MOST_CARRIED = 8;

/** How much is kept of each particle: as much as was asked for, or as much as the adapter's buffers hold. */
export interface Room {
  /** Of the flows: curves of few particles are looked at closely, those of many blend. */
  readonly ticksPerStep: number;
  /** Whether flows move on between their ticks, for the picture. */
  readonly glides: boolean;
  /** Positions kept per particle and step. */
  readonly trail: number;
  /** The longest period by which a cycle of a map is recognised. */
  readonly longestPeriod: number;
  /** Positions in the histories of maps and of flows. */
  readonly slots: Readonly<Record<Method['kind'], number>>;
}

/**
 * Shares out the memory for so many pairs.
 *
 * A history has a slot per tick of the trail and one more, from which its oldest segment sets out; where a step is one tick
 * and nobody can tell one trail from another, that segment is spared. Maps have as many slots as are needed to be sure of
 * every period, as long as this is cheap.
 */
export function roomFor(
  limits: Limits,
  { trail, methods }: { readonly trail: number; readonly methods: number },
  count: number,
): Room {
  const slotBytes = (count + MOST_PLACED) * historyBytes(1);
  const granted = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const bytes = Math.min(granted, MOST_HISTORY / Math.max(1, methods));
  const most = Math.max(LEAST_SLOTS, Math.floor(bytes / slotBytes));
  const ticksPerStep = smoothness(count);
  const spare = ticksPerStep > 1 ? 1 : 0;
  const kept = Math.max(1, Math.min(trail, Math.floor((most - spare) / ticksPerStep)));
  const flow = Math.max(LEAST_SLOTS, kept * ticksPerStep + spare);
  const cheap = Math.max(CENSUS_SLOTS.least, Math.floor(CENSUS_HISTORY / slotBytes));
  const map = Math.max(LEAST_SLOTS, kept + spare, Math.min(CENSUS_SLOTS.enough, cheap, most));
  return {
    ticksPerStep,
    glides: count <= GLIDES_UP_TO,
    trail: kept,
    longestPeriod: Math.min(LONGEST_PERIOD, map - 2),
    slots: { map, flow },
  };
}

/** Bytes that a pair, one particle of each of these methods, takes in the ensembles' buffers. */
export function bytesPerPair({ slots, glides }: Room, methods: readonly Method[]): number {
  const particle = (method: Method) => particleBytes(method, slots[method.kind], glides);
  return methods.reduce((sum, method) => sum + particle(method), historyBytes(1));
}

/** The most starts that an adapter's buffers hold. */
export function startLimit({ maxStorageBufferBindingSize, maxBufferSize }: Limits): number {
  const perStart = Math.max(historyBytes(LEAST_SLOTS), 4 * MOST_CARRIED);
  return Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / perStart) - MOST_PLACED;
}

function smoothness(count: number): number {
  if (count <= 2000) return 8;
  if (count <= 20_000) return 4;
  return count <= 200_000 ? 2 : 1;
}
