import { expect, test } from 'vitest';
import { rangeKind } from '../../src/experiment/values';
import { along } from '../../src/math/range';
import type { OrbitDiagram } from '../../src/theory/orbits';
import { diagramCsv } from '../../src/ui/dock/orbits/orbitsExport';
import { natureOf, readoutAt } from '../../src/ui/dock/orbits/orbitsReadout';
import { type OrbitsView, panned, zoomed } from '../../src/ui/dock/orbits/orbitsView';

const VIEW: OrbitsView = { etas: { from: 0.5, to: 2.5, scale: 'lin' }, band: [-1, 3] };
const GRAIN = { columns: 1000, rows: 200 };

test.each(['lin', 'log'] as const)('zooming keeps what is under the pointer there (%s)', (scale) => {
  const view = { ...VIEW, etas: { ...VIEW.etas, scale } };
  const { view: next } = zoomed(view, { u: 0.3, v: 0.7 }, 0.25, GRAIN);
  expect(along(next.etas, 0.3)).toBeCloseTo(along(view.etas, 0.3), 4);
  expect(next.band[0] + 0.7 * (next.band[1] - next.band[0])).toBeCloseTo(1.8, 4);
  expect(next.band[1] - next.band[0]).toBeCloseTo(1, 4);
});

test('the zoom ends where f32 does, and every view on the way is allowed', () => {
  let view = VIEW;
  let stopped = false;
  for (let n = 0; n < 200 && !stopped; n++) {
    const next = zoomed(view, { u: 0.41, v: 0.6 }, 0.8, GRAIN);
    stopped = next.stopped;
    view = next.view;
    expect(rangeKind.read(view.etas)).toBeDefined();
  }
  expect(stopped).toBe(true);
  const pitch = (view.etas.to - view.etas.from) / GRAIN.columns;
  expect(pitch / view.etas.to).toBeGreaterThan(2 ** -23);
  expect(pitch / view.etas.to).toBeLessThan(2 ** -20);
});

test('η stays positive and the range allowed, however far one drags or zooms out', () => {
  let view = VIEW;
  for (let n = 0; n < 60; n++) {
    view = panned(view, { u: 0.4, v: 0 });
    expect(rangeKind.read(view.etas)).toBeDefined();
  }
  expect(view.etas.to - view.etas.from).toBeCloseTo(2, 3);
  for (let n = 0; n < 60; n++) view = zoomed(view, { u: 0.5, v: 0.5 }, 3, GRAIN).view;
  expect(rangeKind.read(view.etas)).toBeDefined();
});

const DIAGRAM: OrbitDiagram = {
  ...{ etas: { from: 1, to: 2, scale: 'lin' }, columns: 4, rows: 2, visits: 'x', band: [0, 2] },
  ...{ starts: 2, burnIn: 1, counted: 10, rule: 'gd', done: 1 },
  density: Uint32Array.of(20, 5, 3, 0, 0, 5, 7, 0),
  samples: Uint32Array.of(20, 20, 10, 0),
  exponent: Float32Array.of(-0.5, -0.25, 0.75, Number.NaN),
  exponentLow: Float32Array.of(-0.5, -0.25, 0.5, Number.NaN),
  exponentHigh: Float32Array.of(-0.5, -0.25, 1, Number.NaN),
  period: Uint8Array.of(1, 4, 0, 0),
  lost: Float32Array.of(0, 0, 0.5, 1),
};

test('a place is read out: rest, cycles, chaos, losses, and what is out of sight', () => {
  expect([0, 1, 2].map((column) => natureOf(DIAGRAM, column))).toEqual(['At rest', 'Period 4', 'Chaos']);
  const view: OrbitsView = { etas: DIAGRAM.etas, band: DIAGRAM.band };
  const said = (u: number) => readoutAt(view, { u, v: 0.5 }, DIAGRAM, 'x', null);
  expect(said(0.1)).toEqual(['η = 1.1, x = 1', 'At rest, exponent −0.5 per step.']);
  expect(said(0.3)[2]).toBe('50 % of what they visit is above or below.');
  expect(said(0.6).slice(1)).toEqual([
    'Chaos, exponent 0.75 per step (0.5 to 1 by start).',
    '50 % of the starts diverge.',
  ]);
  expect(said(0.9)).toEqual(['η = 1.9, x = 1', 'Every start diverges.']);
});

test('the numbers of a file are those of the diagram', () => {
  const [head = '', ...lines] = diagramCsv(DIAGRAM).trim().split('\r\n');
  expect(head.split('","').slice(-2)).toEqual(['x = 0.5', 'x = 1.5"']);
  expect(lines).toEqual([
    '1.125,-0.5,-0.5,-0.5,1,0,20,20,0',
    '1.375,-0.25,-0.25,-0.25,4,0,20,5,5',
    '1.625,0.75,0.5,1,0,0.5,10,3,7',
    '1.875,,,,0,1,0,0,0',
  ]);
});
