/** Moves positions x₀ y₀ x₁ y₁ … by so many steps of gradient descent. */
export type PlainLoop = (positions: Float64Array, steps: number, eta: number) => void;

/**
 * Gradient descent as one would write it by hand in JavaScript, one loop for each objective, in float64: position after
 * position, all steps of one before the next. Parameters are the objectives' defaults.
 */
export const PLAIN_LOOPS: Readonly<Record<string, PlainLoop>> = {
  bowl: (positions, steps, eta) => {
    for (let i = 0; i < positions.length; i += 2) {
      let x = positions[i] as number;
      let y = positions[i + 1] as number;
      for (let n = 0; n < steps; n++) {
        x -= eta * x;
        y -= eta * 10 * y;
      }
      positions[i] = x;
      positions[i + 1] = y;
    }
  },
  rosenbrock: (positions, steps, eta) => {
    for (let i = 0; i < positions.length; i += 2) {
      let x = positions[i] as number;
      let y = positions[i + 1] as number;
      for (let n = 0; n < steps; n++) {
        const bu = 100 * (y - x * x);
        const fx = -2 * (1 - x) - 4 * bu * x;
        const fy = 2 * bu;
        x -= eta * fx;
        y -= eta * fy;
      }
      positions[i] = x;
      positions[i + 1] = y;
    }
  },
  himmelblau: (positions, steps, eta) => {
    for (let i = 0; i < positions.length; i += 2) {
      let x = positions[i] as number;
      let y = positions[i + 1] as number;
      for (let n = 0; n < steps; n++) {
        const u = x * x + y - 11;
        const v = x + y * y - 7;
        const fx = 4 * x * u + 2 * v;
        const fy = 2 * u + 4 * y * v;
        x -= eta * fx;
        y -= eta * fy;
      }
      positions[i] = x;
      positions[i + 1] = y;
    }
  },
  doublewell: (positions, steps, eta) => {
    for (let i = 0; i < positions.length; i += 2) {
      let x = positions[i] as number;
      let y = positions[i + 1] as number;
      for (let n = 0; n < steps; n++) {
        x -= eta * (x * x * x - x);
        y -= eta * y;
      }
      positions[i] = x;
      positions[i + 1] = y;
    }
  },
  logistic: (positions, steps, eta) => {
    const rising = (u: number) => 1 / (1 + Math.exp(-u));
    for (let i = 0; i < positions.length; i += 2) {
      let x = positions[i] as number;
      let y = positions[i + 1] as number;
      for (let n = 0; n < steps; n++) {
        const [a, b, c] = [rising(y - 2 * x), rising(x - y), rising(y)];
        const [d, e, f] = [rising(-y - x / 2), rising(-x - y), rising(-2 * x - y)];
        const fx = -2 * a + b - d / 2 - e - 2 * f;
        const fy = a - b + c - d - e - f;
        x -= eta * fx;
        y -= eta * fy;
      }
      positions[i] = x;
      positions[i + 1] = y;
    }
  },
};
