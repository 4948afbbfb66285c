import { describe, test } from 'vitest';
import { meteredGf } from '../../src/methods/meteredGf';
import { METHODS } from '../../src/methods/table';
import { knownOf } from '../checks/known';
import { SHADER_CHECKS } from '../checks/shader';

// One compiles while another one's twin computes.
describe.concurrent.each([...METHODS, meteredGf])('$label in the shader', (row) => {
  test.each(SHADER_CHECKS.map(({ title, check }) => [title, check] as const))('%s', (_, check) =>
    check(row, knownOf(row)),
  );
});
