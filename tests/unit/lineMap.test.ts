import { describe, expect, test } from 'vitest';
import { along } from '../../src/math/range';
import type { FateMap } from '../../src/theory/fate';
import { lineLens } from '../../src/theory/lab/lens';
import { divergence, sharesOf } from '../../src/theory/lab/shares';
import {
  boxOfPart,
  cut,
  type LineFrame,
  partOfBox,
  reframed,
  toldApart,
  zoomPart,
} from '../../src/ui/dock/lineFrame';
import { fateCsv, fateNpy } from '../../src/ui/mapExport';
import { npyOf } from '../../src/ui/npy';

const PIXELS = { columns: 600, rows: 200 };
const FRAME: LineFrame = {
  line: [
    [-2, 0.3],
    [2, -0.1],
  ],
  etas: { from: 0.1, to: 2, scale: 'log' },
  box: [
    [0.25, 0.5],
    [0.75, 1],
  ],
};

describe('zooming and panning of start × η', () => {
  test.each(['lin', 'log'] as const)(
    'what is under the pointer stays there, and so does the window (%s)',
    (scale) => {
      const frame = { ...FRAME, etas: { ...FRAME.etas, scale } };
      const { frame: next, held } = reframed(frame, zoomPart([0.3, 0.6], [0.5, 0.5]), PIXELS);
      expect(held).toBe(false);
      const startOf = ({ line: [a, b] }: LineFrame, u: number) =>
        a.map((from, n) => from + u * ((b[n] ?? 0) - from));
      for (const [n, value] of startOf(next, 0.3).entries())
        expect(value).toBeCloseTo(startOf(frame, 0.3)[n] ?? 0, 7);
      expect(along(next.etas, 0.6)).toBeCloseTo(along(frame.etas, 0.6), 7);
      const corners = (one: LineFrame) => (one.box ?? []).map(([u, eta]) => [...startOf(one, u), eta]);
      for (const [n, corner] of corners(next).entries())
        for (const [m, value] of corner.entries()) expect(value).toBeCloseTo(corners(frame)[n]?.[m] ?? 0, 4);
    },
  );

  test('a part and its way back are the same', () => {
    const part = { left: 0.1, right: 0.4, low: 0.2, high: 0.7 };
    const back = partOfBox(boxOfPart(part, FRAME.etas), FRAME.etas);
    for (const key of ['left', 'right', 'low', 'high'] as const) expect(back[key]).toBeCloseTo(part[key], 4);
    expect(cut(FRAME, part).etas.to).toBeCloseTo(along(FRAME.etas, 0.7), 12);
  });

  test('the zoom ends while neighbouring pixels are still different numbers in f32, and says so', () => {
    let [frame, held] = [FRAME, false];
    for (let n = 0; n < 200 && !held; n++)
      ({ frame, held } = reframed(frame, zoomPart([0.4, 0.5], [0.8, 0.8]), PIXELS));
    expect(held).toBe(true);
    for (let n = 0; n < 60; n++) ({ frame } = reframed(frame, zoomPart([0.4, 0.5], [0.8, 0.8]), PIXELS));
    const lens = lineLens(frame.line, frame.etas);
    for (let column = 1; column < PIXELS.columns; column++) {
      const [u, before] = [column / PIXELS.columns, (column - 1) / PIXELS.columns];
      const x = (share: number) => Math.fround(lens.corner[0] + share * lens.across[0]);
      expect(x(u)).toBeGreaterThan(x(before));
    }
    for (let row = 1; row < PIXELS.rows; row++) {
      const eta = (n: number) => Math.fround(along(frame.etas, n / PIXELS.rows));
      expect(eta(row)).toBeGreaterThan(eta(row - 1));
    }
    expect(toldApart(frame, 512).columns).toBeLessThanOrEqual(1200);
    expect(toldApart(FRAME, 512)).toEqual({ columns: 512, rows: 512 });
  });

  test('η stays positive, however far one goes', () => {
    for (const scale of ['lin', 'log'] as const) {
      let frame: LineFrame = { ...FRAME, etas: { ...FRAME.etas, scale } };
      for (let n = 0; n < 60; n++)
        ({ frame } = reframed(frame, { left: 0, right: 1, low: -0.4, high: 0.6 }, PIXELS));
      for (let n = 0; n < 200; n++) ({ frame } = reframed(frame, zoomPart([0.5, 0.5], [1.5, 1.5]), PIXELS));
      expect(frame.etas.from).toBeGreaterThan(0);
      expect(frame.etas.to).toBeGreaterThan(frame.etas.from);
      expect(frame.etas.to).toBeLessThanOrEqual(1e12);
      for (const point of frame.line) expect(Math.max(...point.map(Math.abs))).toBeLessThanOrEqual(1e9);
    }
  });
});

/** Two columns, two rows: a minimum and a 3-cycle below, chaos and divergence above. */
const MAP: FateMap = {
  lens: lineLens(
    [
      [0, 0],
      [4, 2],
    ],
    { from: 1, to: 3, scale: 'lin' },
  ),
  columns: 2,
  rows: 2,
  rule: 'gd',
  horizon: 100,
  kind: Uint8Array.of(1, 3, 4, 6),
  index: Uint8Array.of(1, 3, 0, 0),
  time: Float32Array.of(2.5, Number.NaN, Number.NaN, 7),
  exponent: Float32Array.of(Number.NaN, -0.25, 0.5, Number.NaN),
  minima: [
    [0, 0],
    [1, 1],
  ],
  done: 1,
};

describe('a map as data', () => {
  test('its shares and its divergence', () => {
    expect(sharesOf(MAP).map(({ kind, index, share }) => [kind, index, share])).toEqual([
      ['minimum', 1, 0.25],
      ['cycle', 3, 0.25],
      ['chaos', 0, 0.25],
      ['diverged', 0, 0.25],
    ]);
    expect(divergence(MAP)).toEqual({ labels: Uint8Array.of(0, 0, 0, 1), columns: 2, rows: 2 });
    const upper = divergence(MAP, { left: 0.5, right: 1, low: 0.5, high: 1 });
    expect(upper).toEqual({ labels: Uint8Array.of(1), columns: 1, rows: 1 });
  });

  test('as CSV: a row for each pixel, its middle, empty where there is no number', () => {
    expect(fateCsv(MAP).split('\r\n')).toEqual([
      'x,y,eta,fate,index,time,exponent',
      '1,0.5,1.5,minimum,1,2.5,',
      '3,1.5,1.5,cycle,3,,-0.25',
      '1,0.5,2.5,chaos,0,,0.5',
      '3,1.5,2.5,diverged,0,7,',
      '',
    ]);
  });

  test('as NPY 1.0: magic, a header that ends at a multiple of 64 bytes, records without gaps', () => {
    const bytes = fateNpy(MAP);
    const view = new DataView(bytes.buffer);
    expect([...bytes.slice(0, 8)]).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0]);
    const length = view.getUint16(8, true);
    expect((10 + length) % 64).toBe(0);
    const header = new TextDecoder('ascii').decode(bytes.slice(10, 10 + length));
    expect(header).toMatch(/ *\n$/);
    expect(header.trim()).toBe(
      "{'descr': [('x', '<f8'), ('y', '<f8'), ('eta', '<f8'), ('kind', '|u1'), ('index', '|u1'), ('time', '<f4'), ('exponent', '<f4')], 'fortran_order': False, 'shape': (2, 2), }",
    );
    const size = 8 + 8 + 8 + 1 + 1 + 4 + 4;
    expect(bytes.length).toBe(10 + length + 4 * size);
    const second = 10 + length + size;
    expect([0, 8, 16].map((at) => view.getFloat64(second + at, true))).toEqual([3, 1.5, 1.5]);
    expect([view.getUint8(second + 24), view.getUint8(second + 25)]).toEqual([3, 3]);
    expect(view.getFloat32(second + 26, true)).toBeNaN();
    expect(view.getFloat32(second + 30, true)).toBe(-0.25);
  });

  test('an NPY header is padded whatever its length', () => {
    for (let n = 1; n < 70; n++) {
      const bytes = npyOf([{ name: 'a'.repeat(n), type: '|u1', at: () => 7 }], [1, 3]);
      expect((bytes.length - 3) % 64).toBe(0);
      expect([...bytes.slice(-4)]).toEqual([10, 7, 7, 7]);
    }
  });
});
