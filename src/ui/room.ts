import type { Instrument } from '../instrument';
import { method } from '../methods/table';
import { whole } from './numbers';

/** Cycles are told up to this period where there is room. */
const ALL_PERIODS = 16;

/** What so many pairs leave no room for: "room for trails of 16 positions, not 32, and cycles up to period 14"; or nothing. */
export function roomText({ room, experiment }: Pick<Instrument, 'room' | 'experiment'>): string {
  const { trail, methods } = experiment;
  const cycles = methods.map(method).some(({ kind, stochastic = false }) => kind === 'map' && !stochastic);
  const missed = [
    ...(room.trail < trail ? [`trails of ${whole(room.trail)} positions, not ${whole(trail)}`] : []),
    ...(cycles && room.longestPeriod < ALL_PERIODS ? [`cycles up to period ${room.longestPeriod}`] : []),
  ];
  return missed.length === 0 || methods.length === 0 ? '' : `room for ${missed.join(', and ')}`;
}
