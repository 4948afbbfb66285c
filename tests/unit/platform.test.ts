import { parse } from 'mathjs/number';
import { expect, test } from 'vitest';

test('the parser reads formulas as people write them', () => {
  expect(parse('-x^2').toString({ parenthesis: 'all' })).toBe('-(x ^ 2)');
  expect(parse('a^b^c').toString({ parenthesis: 'all' })).toBe('a ^ (b ^ c)');
  expect(parse('2x y').toString({ parenthesis: 'all', implicit: 'show' })).toBe('(2 * x) * y');
});
