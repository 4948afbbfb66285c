import { expect, test } from 'vitest';
import { makeObjective } from '../../src/objectives/objective';
import { doublingsFrom } from '../../src/theory/lab/cascade';
import { normalForms } from '../../src/theory/lab/normalForm';

test('x', () => {
  const t = performance.now();
  console.log(doublingsFrom(makeObjective('doublewell', {}), [1, 0], 1, 32));
  console.log(performance.now() - t);
  console.log(doublingsFrom(makeObjective('himmelblau', {}), [3, 2], 2 / 82.284, 32));
  console.log(doublingsFrom(makeObjective('himmelblau', {}), [-2.805118, 3.131313], 2 / 80.55, 32));
  console.log(doublingsFrom(makeObjective('himmelblau', {}), [-3.77931, -3.283186], 2 / 133.786, 32));
  console.log(doublingsFrom(makeObjective('himmelblau', {}), [3.584428, -1.848127], 2 / 105.419, 32));
  console.log(doublingsFrom(makeObjective('x^2/2+x^4/4+y^2/2', {}), [0, 0], 2, 32));
  console.log(doublingsFrom(makeObjective('styblinski', {}), [-2.903534, -2.903534], 2 / 34.583, 32));
  console.log(performance.now() - t);
  for (const f of [
    'doublewell',
    '(x^2-1)^2/4 + y^2/2',
    '3(x^2-2)^2 + cos(2y)',
    '-cos(x)-cos(y)',
    'x^2/2+x^4/4+y^2/2',
    'himmelblau',
    'styblinski',
    'rastrigin',
    'quartic',
    'bowl',
    'x*y',
  ])
    console.log(f, normalForms(makeObjective(f, {})));
});
