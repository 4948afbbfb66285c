import { describe, expect, test } from 'vitest';
import { budgetOf } from '../../src/bench/budget';
import { markdownOf } from '../../src/bench/markdown';
import type { Report } from '../../src/bench/report';
import { pixelsOf } from '../../src/bench/segments';
import { tablesOf } from '../../src/bench/tables';
import { ms, percent, rate, si } from '../../src/bench/units';
import { descentWords } from '../../src/bench/words';

const PEAKS = { arithmetic: 50e9, chained: 10e9, copy: 56e8, atomics: 2e8 };
const LIMIT = {
  objective: 'bowl',
  operations: 10,
  atOnce: 8e8,
  single: 8e7,
  arithmeticLimit: 5e9,
  chainedLimit: 1e9,
  memoryLimit: 1e8,
};
const REPORT: Report = {
  etascope: 'bench',
  adapter: 'an | adapter',
  software: true,
  clock: 'timestamp-query',
  browser: 'Chrome 156',
  processors: 2,
  date: '2026-11-24T12:00:00.000Z',
  seconds: 12.4,
  budget: 180,
  cancelled: false,
  firstPicture: 463,
  peaks: PEAKS,
  speeds: [{ method: 'gd', objective: 'rosenbrock', gpu: 4.2e8, twin: 1.4e7, loop: 'skipped' }],
  limits: [LIMIT],
  frames: [],
  trails: null,
};

test('the benchmark writes numbers with few figures and their prefix', () => {
  expect([si(4.2e8), si(1.24e9), si(850)]).toEqual(['420 M', '1.2 G', '850 ']);
  expect([rate(4.2e6), rate('skipped')]).toEqual(['4.2 M', 'skipped']);
  expect([ms(4.24), ms(412.3), ms(null), ms('skipped')]).toEqual(['4.2 ms', '412 ms', '', 'skipped']);
  expect(percent(0.714)).toBe('71 %');
});

test('the benchmark takes the seconds that its address gives it', () => {
  expect(
    ['#bench=1', '#bench=1&budget=30', '#bench=1&budget=0', '#bench=1&budget=1e9'].map(budgetOf),
  ).toEqual([180, 30, 1, 180]);
});

describe('a report of the benchmark', () => {
  test('has as many cells in each row as columns, and leaves out what is still to come', () => {
    for (const { columns, rows } of tablesOf(REPORT))
      for (const row of rows) expect(row).toHaveLength(columns.length);
    expect(markdownOf(REPORT)).not.toContain('### A frame');
  });

  test('is Markdown with steps, how many times the twin’s, and what there was no time for', () => {
    const text = markdownOf(REPORT);
    expect(text).toContain(
      '**etascope, measured:** an | adapter · Chrome 156 · 2 processors · 2026-11-24 · 12 s',
    );
    expect(text).toContain('| gd |  | 420 M (30 ×) |');
    expect(text).toContain('| gd, a plain loop |  | skipped |');
    expect(text).toContain('|---|---:|');
  });

  test('says what binds gradient descent', () => {
    const words = descentWords(LIMIT, PEAKS);
    expect(words).toContain('8.0 G a second, 16 % of the adapter’s 50 G');
    expect(words).toContain('it gets 80 % of that');
    expect(words).toContain('80 % of what a copy gets, memory binds');
  });
});

test('a segment crosses pixels along its longer side; one that rests or ends outside crosses none', () => {
  const shown = { x: 0, y: 0, scale: 10, width: 100, height: 100 };
  const before = new Float32Array([0, 0, 1, 1, 0, 0, 0, 0]);
  const after = new Float32Array([2, 1, 1, 1, 9, 0, 0.01, 0]);
  expect(pixelsOf(before, after, shown)).toBe(20 + 0 + 0 + 1);
});
