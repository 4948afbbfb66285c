import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { LESSONS } from '../../src/experiment/lessons';
import { partsOf } from '../../src/ui/lecture/parts';
import { piecesOf } from '../../src/ui/lecture/pieces';

describe('the formulas of the lecture', () => {
  test.each(LESSONS)('$id: every piece can be set by itself', ({ formula }) => {
    for (const piece of piecesOf(formula)) {
      expect(piece).not.toBe('');
      expect(() => katex.renderToString(piece, { displayMode: true, strict: 'error' })).not.toThrow();
    }
  });

  test('break at wide spaces that nothing encloses', () => {
    expect(piecesOf(String.raw`a,\qquad b`)).toEqual(['a,', 'b']);
    expect(piecesOf(String.raw`{a\qquad b}`)).toEqual([String.raw`{a\qquad b}`]);
    expect(piecesOf(String.raw`\{a\qquad b\}`)).toEqual([String.raw`\{a`, String.raw`b\}`]);
  });
});

test('lessons of one part stand together', () => {
  const names = partsOf(LESSONS).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(partsOf(LESSONS).flatMap(({ lessons }) => lessons)).toEqual(LESSONS);
});
