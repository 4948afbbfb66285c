import type { Experiment } from '../../experiment/experiment';
import type { Objective } from '../../objectives/objective';
import type { Facts } from '../../theory/facts';
import type { Recording } from '../../theory/recording';

/** What a plot is made of. */
export interface Source {
  readonly experiment: Experiment;
  readonly objective: Objective;
  readonly facts: Facts;
  readonly recording: Recording;
  /** Whether k is on a logarithmic axis. */
  readonly logarithmic: boolean;
}

/** The quantities of which a plot shows the levels. */
export const LEVELLED = {
  value: 'value',
  distance: 'distance',
  gradient: 'gradient',
  norm: 'norm',
  edge: 'sharpness',
} as const;
