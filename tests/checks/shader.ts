import { expect } from 'vitest';
import type { Method } from '../../src/methods/method';
import { type Check, type Known, objectives, settingsOf, stepOf } from './check';
import { predict, STEEP, worstDeviation } from './closedForms';
import { checkLocalStep, kernelOf, startsOf } from './localStep';

/** All that the shader of a row has to pass. */
export const SHADER_CHECKS: readonly Check[] = [
  ...objectives.map(
    (objective): Check => ({
      title: `on ${objective.key} takes the step of its CPU twin from every state of its orbits`,
      check: (row, { tolerance }) => checkLocalStep(row, objective, tolerance),
    }),
  ),
  ...STEEP.map(
    (steep): Check => ({
      title: `on a rotated quadratic with ηλ = 0.1 and ${steep} is its closed form at k = 1, 10, 100`,
      check: (row, known) => checkClosedForm(row, known, steep),
    }),
  ),
];

/** A step adds some 2⁻²⁴|θ|, and momentum adds errors up over 1/(1 − β) steps; measured: 2.0e-6 at worst, most 5e-7. */
const CLOSED_FORM_TOLERANCE = 5e-6;

async function checkClosedForm(row: Method, { closedForm }: Known, steep: number): Promise<void> {
  const prediction = predict(row, closedForm, steep);
  if (prediction === null) return;
  const { objective, told } = prediction;
  const kernel = await kernelOf(row, objective);
  const starts = startsOf(objective, 64);
  const duration = Math.fround(stepOf(row, told));
  const run = { starts, ticks: 100, duration, trustRadius: 1e9, circumstances: told };
  const orbits = await kernel.run(objective, run);
  starts.forEach((start, i) => {
    const orbit = (k: number) => orbits[k]?.[i] ?? { x: Number.NaN, y: Number.NaN };
    const off = worstDeviation(prediction, start, orbit);
    expect(off, `from ${start}, ${settingsOf(row, told)}`).toBeLessThan(CLOSED_FORM_TOLERANCE);
  });
}
