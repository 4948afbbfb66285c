import { boxOfView } from '../../objectives/box';
import type { Objective } from '../../objectives/objective';

/**
 * The motion of one coordinate under gradient descent where f = g(x) + h(y), in units u = scale·x in which it is a known map
 * with the learning rate r = rate·η:
 *
 * `well`    u⁺ = u − r(u³ − u), of (u² − 1)²/4;
 * `cosine`  u⁺ = u − r sin u, of −cos u, or of cos u turned by half a turn;
 * `spring`  u⁺ = u − r(u + u³), of u²/2 + u⁴/4.
 */
export interface NormalForm {
  readonly axis: 'x' | 'y';
  readonly kind: 'well' | 'cosine' | 'spring';
  readonly rate: number;
  readonly scale: number;
}

/** Points at which a formula is compared with a form: no polynomial or sine that agrees there is another one. */
const POINTS = 24;
const SAME = 1e-10;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The known maps among the coordinates' motions; none where x and y do not part. Whatever the parameters are, and however it was typed. */
export function normalForms(objective: Objective): readonly NormalForm[] {
  const { left, right, bottom, top } = boxOfView(objective.home);
  const points = Array.from({ length: POINTS }, (_, n) => {
    const at = [((n + 0.5) / POINTS) * (right - left), ((n * GOLDEN) % 1) * (top - bottom)] as const;
    return [left + at[0], bottom + at[1]] as const;
  });
  const slopes = points.map((point) => objective.gradient(...point));
  const bends = points.map((point) => objective.hessian(...point));
  if (!bends.every(([, xy]) => xy === 0)) return [];
  const along = (axis: 'x' | 'y'): readonly NormalForm[] => {
    const n = axis === 'x' ? 0 : 1;
    const samples = points.map(
      (point, i): Sample => ({
        at: point[n],
        slope: slopes[i]?.[n] ?? Number.NaN,
        bend: bends[i]?.[n === 0 ? 0 : 2] ?? Number.NaN,
      }),
    );
    const form = cubic(samples) ?? sine(samples);
    return form === null ? [] : [{ axis, ...form }];
  };
  return [...along('x'), ...along('y')];
}

interface Sample {
  readonly at: number;
  readonly slope: number;
  readonly bend: number;
}

type Form = Omit<NormalForm, 'axis'>;

/** Slopes ax + bx³ with b > 0. */
function cubic(samples: readonly Sample[]): Form | null {
  const far = samples.reduce((a, b) => (Math.abs(b.at) > Math.abs(a.at) ? b : a));
  // slope/x = a + bx², bend = a + 3bx²
  const b = (far.bend - far.slope / far.at) / (2 * far.at ** 2);
  const a = far.bend - 3 * b * far.at ** 2;
  if (!(b > 0 && Math.abs(a) > SAME * b * far.at ** 2) || !agrees(samples, (x) => a * x + b * x ** 3))
    return null;
  return { kind: a < 0 ? 'well' : 'spring', rate: Math.abs(a), scale: Math.sqrt(b / Math.abs(a)) };
}

/** Slopes A sin(sx). */
function sine(samples: readonly Sample[]): Form | null {
  // slope² + (bend/s)² = A², whatever x is
  const [one, other] = [...samples]
    .sort((p, q) => Math.abs(p.bend) - Math.abs(q.bend))
    .flatMap((p, n, all) => (n === 0 || n === all.length - 1 ? [p] : []));
  if (one === undefined || other === undefined) return null;
  const s = Math.sqrt((other.bend ** 2 - one.bend ** 2) / (one.slope ** 2 - other.slope ** 2));
  const A = one.slope / Math.sin(s * one.at);
  if (!(s > 0 && A !== 0) || !agrees(samples, (x) => A * Math.sin(s * x))) return null;
  return { kind: 'cosine', rate: Math.abs(A * s), scale: s };
}

function agrees(samples: readonly Sample[], slopeAt: (x: number) => number): boolean {
  const size = Math.max(...samples.map(({ slope }) => Math.abs(slope)));
  return size > 0 && samples.every(({ at, slope }) => Math.abs(slopeAt(at) - slope) <= SAME * size);
}
