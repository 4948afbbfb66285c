import { apply, eigenvalues, matrixFunction, type Symmetric2 } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import type { Minimum } from './minimum';

/** An eigenvalue below this share of the other one is the rounding of the entries. */
const ROUNDING = 2 ** -48;
/** Each round of refinement gains as many digits as the one before. */
const ROUNDS = 3;

/**
 * The minimum of ½θᵀAθ − bᵀθ + c: Aθ* = b, refined by θ ← θ − A⁻¹∇f(θ). Where A is singular and b in its range, minimisers
 * fill a line, of which the nearest point to the origin is given. None where f falls without end, or is constant.
 */
export function quadraticMinimum(objective: Objective, A: Symmetric2): readonly Minimum[] {
  const [low, high] = eigenvalues(A);
  const floor = ROUNDING * Math.abs(high);
  if (!(high > 0 && low >= -floor)) return [];
  const isolated = low > floor;
  const curvatures = [isolated ? low : 0, high] as const;
  const [known] = objective.minimisers;
  if (isolated && known !== undefined) return [{ ...known, curvatures, scope: 'exact', isolated }];
  const inverse = matrixFunction(A, (lambda) => (lambda > floor ? 1 / lambda : 0));
  let [x, y] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const [dx, dy] = apply(inverse, ...objective.gradient(x, y));
    [x, y] = [x - dx, y - dy];
  }
  const rest = Math.hypot(...objective.gradient(x, y));
  const scale = Math.hypot(...objective.gradient(0, 0)) + high * Math.hypot(x, y);
  if (!(rest <= 16 * ROUNDING * scale)) return [];
  return [{ x, y, f: objective.value(x, y), curvatures, scope: 'exact', isolated }];
}
