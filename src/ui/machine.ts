import type { Instrument, Losses } from '../instrument';

/** What computes and draws, and what it holds. */
export interface Machine {
  readonly adapter: string;
  /** Whether the adapter computes on the CPU. */
  readonly software: boolean;
  /** Pairs on the plane. */
  readonly pairs: number;
  /** Of all buffers and textures of the graphics processor that are in use. */
  readonly bytes: number;
  /** The same by what they are for. */
  readonly byLabel: Readonly<Record<string, number>>;
  /** Of the particles' own buffers: positions, trails, what methods carry along. */
  readonly bytesPerPair: number;
  /** How often the graphics processor was lost and came back, and how many milliseconds that took last. */
  readonly losses: Losses;
}

export function machineOf({ gpu, count, ledger, losses }: Instrument): Machine {
  const { adapter, software } = gpu;
  const { bytes, byLabel } = ledger;
  const own = Object.entries(byLabel).filter(([label]) => label.startsWith('Ensemble'));
  const bytesPerPair = own.reduce((sum, [, taken]) => sum + taken, 0) / count;
  return { adapter, software, pairs: count, bytes, byLabel, bytesPerPair, losses };
}
