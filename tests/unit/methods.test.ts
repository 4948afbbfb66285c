import { describe, expect, test } from 'vitest';
import { meteredGf } from '../../src/methods/meteredGf';
import { METHODS, method } from '../../src/methods/table';
import { knownOf } from '../checks/known';
import { TWIN_CHECKS } from '../checks/twin';

test.each(METHODS)('$label is found by its id', (row) => expect(method(row.id)).toBe(row));

describe.each([...METHODS, meteredGf])('$label', (row) => {
  test.each(TWIN_CHECKS.map(({ title, check }) => [title, check] as const))('%s', (_, check) =>
    check(row, knownOf(row)),
  );
});
