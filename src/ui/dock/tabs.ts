import type { Settings } from '../../experiment/keys';
import type { Part } from '../part';
import type { Session } from '../session';

/** One sheet of the dock. What it shows is loaded when it is first opened. */
export interface DockTab {
  readonly id: Exclude<Settings['dock'], 'closed'>;
  readonly title: string;
  /** What it is for, as a sentence. */
  readonly tip: string;
  /** Fills an empty element, which it shares with nobody; the part is updated while the tab is on screen. */
  readonly mount: (session: Session, root: HTMLElement) => Promise<Part>;
}

/** From left to right. */
export const TABS: readonly DockTab[] = [
  {
    id: 'plots',
    title: 'Plots',
    tip: 'What all particles did, step by step, with the bounds that theory promises.',
    mount: async (session, root) => (await import('./plotsTab')).mountPlots(session, root),
  },
  {
    id: 'checks',
    title: 'Checks',
    tip: 'What the theorems promise, held against every particle at every step.',
    mount: async (session, root) => (await import('./checksTab')).mountChecksTab(session, root),
  },
  {
    id: 'compare',
    title: 'GD and GF',
    tip: 'How far gradient descent and gradient flow come apart, and how fast that falls with η.',
    mount: async (session, root) => (await import('./compareTab')).mountCompareTab(session, root),
  },
  {
    id: 'line',
    title: 'Start × η',
    tip: 'What becomes of each start on a line at each learning rate, and how rough the edge of divergence is.',
    mount: async (session, root) => (await import('./lineTab')).mountLineTab(session, root),
  },
  {
    id: 'orbits',
    title: 'Bifurcation',
    tip: 'What orbits visit in the long run, over η: rest, cycles that double, chaos.',
    mount: async (session, root) => (await import('./orbits/orbitsTab')).mountOrbits(session, root),
  },
];
