import type { Circumstances } from '../src/methods/method';

/** What rules are told in tests, except where a test says otherwise. */
export function circumstancesWith(given: Partial<Circumstances>): Circumstances {
  return {
    eta: 1,
    seed: 1,
    tolerance: 1e-5,
    momentum: 0.9,
    temperature: 0.1,
    noise: 'euler',
    metric: 'newton',
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    ...given,
  };
}
