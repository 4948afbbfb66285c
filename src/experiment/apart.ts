import type { Experiment } from './experiment';

/** Why gradient descent and the flow cannot be held against each other pair by pair; null where they can. */
export function whyNotApart({ methods, factors }: Experiment): string | null {
  const missing = (['gd', 'gf'] as const).filter((id) => !methods.includes(id));
  if (missing.length === 2) return 'gradient descent and gradient flow are off';
  if (missing.length === 1) return `gradient ${missing[0] === 'gd' ? 'descent' : 'flow'} is off`;
  const same = (factors.gd ?? 1) === (factors.gf ?? 1);
  return same ? null : 'their factors of η differ, and so do their times';
}
