import { describe, expect, test } from 'vitest';
import { STYLES } from '../../src/experiment/marks';
import { csvOf } from '../../src/ui/dock/csv';
import { thinned } from '../../src/ui/dock/decimate';
import { nearestRow, type Plot, type PlotLine } from '../../src/ui/dock/plot';
import { plotRange, plotTicks } from '../../src/ui/dock/plotTicks';

const line = (at: PlotLine['at'], more: Partial<PlotLine> = {}): PlotLine => ({
  id: 'a',
  label: 'A',
  at,
  color: [0, 0, 0],
  width: 1,
  kind: 'measured',
  ...more,
});

const plot = (rows: number, lines: readonly PlotLine[], more: Partial<Plot> = {}): Plot => ({
  title: 'f − f*',
  description: '',
  notes: [],
  file: 'f',
  rows,
  x: { label: 'k', unit: 'steps', log: false, at: (row) => row },
  y: { label: 'f − f*', unit: '', log: false },
  lines,
  ...more,
});

describe('thinning to pixels', () => {
  test('leaves few rows as they are, with gaps where there is nothing to draw', () => {
    const log = plot(4, [line((row) => [1, 0, Infinity, 2][row] ?? NaN)], {
      y: { label: 'f', unit: '', log: true },
    });
    expect(thinned(log, 100)).toEqual({
      x: [0, 1, 2, 3],
      lines: [{ at: [1, null, null, 2], low: null, high: null }],
    });
  });

  test('loses no spike of many rows, and keeps each where it was', () => {
    const spikes = new Map([
      [1234, 50],
      [7777, -70],
    ]);
    const { x, lines } = thinned(plot(10_000, [line((row) => spikes.get(row) ?? Math.sin(row))]), 500);
    expect(x.length).toBeLessThanOrEqual(1002);
    expect(x[0]).toBe(0);
    expect(x.at(-1)).toBe(9999);
    const drawn = lines[0]?.at ?? [];
    for (const [row, value] of spikes) {
      const at = drawn.indexOf(value);
      expect(Math.abs((x[at] ?? NaN) - row)).toBeLessThan(25);
    }
    expect(Math.max(...drawn.map(Number))).toBe(50);
  });

  test('gives a bound its own values, and a logarithmic axis its first decade', () => {
    const bound = plot(10_000, [line((row) => 1 / row, { kind: 'bound' })], {
      x: { label: 'k', unit: 'steps', log: true, at: (row) => row },
    });
    const { x, lines } = thinned(bound, 200);
    expect(x.slice(0, 9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]); // k = 0 has no place
    for (const [n, at] of x.entries()) expect(lines[0]?.at[n]).toBe(1 / at);
    expect(x.length).toBeLessThan(400);
  });
});

describe('ticks', () => {
  const axis = { label: '', unit: '', log: true };
  const labels = (low: number, high: number, count: number, log = true) =>
    plotTicks({ ...axis, log }, low, high, count).map(({ label }) => label);

  test('are powers of ten, fewer of them if they would be crowded, more digits if they are few', () => {
    expect(labels(1e-3, 1e2, 8)).toEqual(['10⁻³', '0.01', '0.1', '1', '10', '100']);
    expect(labels(1e-12, 1, 4)).toEqual(['10⁻¹⁰', '10⁻⁵', '1']);
    expect(labels(0.5, 30, 8)).toEqual(['0.5', '1', '2', '5', '10', '20']);
    expect(labels(2e-7, 8e-6, 5)).toEqual(['2×10⁻⁷', '5×10⁻⁷', '10⁻⁶', '2×10⁻⁶', '5×10⁻⁶']);
  });

  test('of whole numbers are whole', () => {
    expect(plotTicks({ ...axis, log: false, whole: true }, 0, 3, 9).map(({ label }) => label)).toEqual([
      '0',
      '1',
      '2',
      '3',
    ]);
  });

  test('range over what is there, but not over more than sixteen decades', () => {
    const [low, high] = plotRange(axis, 1e-30, 1);
    expect(high).toBeLessThan(10);
    expect(low).toBeGreaterThan(1e-17);
    expect(plotRange({ ...axis, log: false }, 3, 3)).toEqual([2.85, 3.15]);
    expect(plotRange({ ...axis, log: false, range: [0, 100] }, 3, 3)).toEqual([0, 100]);
  });
});

test('the nearest row is found in whatever way a line stretches its x', () => {
  const one = plot(100, [line(() => 0, { stretch: 0.1 })], {});
  expect(nearestRow(one, undefined, 3.4)).toBe(3);
  expect(nearestRow(one, one.lines[0], 0.36)).toBe(4);
  expect(nearestRow(one, one.lines[0], 1e9)).toBe(99);
  expect(nearestRow(plot(0, []), undefined, 1)).toBeNull();
});

describe('exported numbers', () => {
  test('have all their digits, names and units', () => {
    const value = Math.fround(0.1);
    const band = { label: '5–95 %', low: () => 0, high: () => Infinity };
    const text = csvOf(plot(2, [line((row) => (row === 0 ? value : NaN), { label: 'GD "median"', band })]));
    const [head, first, second, end] = text.split('\r\n');
    expect(head).toBe(
      '"k (steps)","GD ""median"": f − f*","GD ""median"", 5–95 %, low: f − f*","GD ""median"", 5–95 %, high: f − f*"',
    );
    expect(first).toBe(`0,${value},0,Infinity`);
    expect(second).toBe('1,,0,Infinity');
    expect(end).toBe('');
  });

  test('have their signs, and the time of every clock', () => {
    const mark = { shape: STYLES.gd.mark, radius: 2 };
    const lines = [
      line((row) => row, { label: 'z₁', sign: (row) => (-1) ** row, mark, stretch: 0.5 }),
      line((row) => row, { label: 'z₂', stretch: 2 }),
    ];
    const x = {
      label: 't',
      unit: '',
      log: false,
      at: (row: number) => row,
      base: { label: 'k', unit: 'steps' },
    };
    const rows = csvOf(plot(2, lines, { x })).split('\r\n');
    expect(rows[0]).toBe('"k (steps)","t of z₁","t of z₂","z₁, signed: f − f*","z₂: f − f*"');
    expect(rows[2]).toBe('1,0.5,2,-1,1');
  });
});
