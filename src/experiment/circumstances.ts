import type { Circumstances, MethodId, MethodSettings } from '../methods/method';
import type { Experiment } from './experiment';
import { startCount } from './starts';

/** Tolerances of adaptive integrators (NUMERICS §1): below 1e-6 f32 gains nothing. */
const TOLERANCE = { fine: 1e-5, fast: 1e-4 } as const;
/** Beyond so many starts single curves cannot be told apart, and `auto` is fast. */
const FINE_UP_TO = 20_000;

/** What an experiment tells the rule of one of its methods. */
export function circumstancesOf(experiment: Experiment, id: MethodId): Circumstances {
  const { precision, seed } = experiment;
  const auto = startCount(experiment) <= FINE_UP_TO ? 'fine' : 'fast';
  return {
    ...methodSettingsOf(experiment),
    eta: etaOf(experiment, id),
    seed,
    tolerance: TOLERANCE[precision === 'auto' ? auto : precision],
  };
}

/** η of one method: the experiment's, times the method's own factor. */
export function etaOf({ eta, factors }: Pick<Experiment, 'eta' | 'factors'>, id: MethodId): number {
  return eta * (factors[id] ?? 1);
}

function methodSettingsOf(settings: MethodSettings): MethodSettings {
  const { momentum, temperature, noise, metric, beta1, beta2, epsilon } = settings;
  return { momentum, temperature, noise, metric, beta1, beta2, epsilon };
}
