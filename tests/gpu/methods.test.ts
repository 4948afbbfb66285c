import { describe, test } from 'vitest';
import { METHODS } from '../../src/methods/table';
import { knownOf } from '../checks/known';
import { SHADER_CHECKS } from '../checks/shader';

describe.each(METHODS)('$label in the shader', (row) => {
  test.each(SHADER_CHECKS.map(({ title, check }) => [title, check] as const))('%s', (_, check) =>
    check(row, knownOf(row)),
  );
});
