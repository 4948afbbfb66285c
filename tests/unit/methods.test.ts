import { describe, expect, test } from 'vitest';
import { METHODS, method } from '../../src/methods/table';
import { knownOf } from '../checks/known';
import { TWIN_CHECKS } from '../checks/twin';

describe.each(METHODS)('$label', (row) => {
  test('is found by its id', () => expect(method(row.id)).toBe(row));
  test.each(TWIN_CHECKS.map(({ title, check }) => [title, check] as const))('%s', (_, check) =>
    check(row, knownOf(row)),
  );
});
