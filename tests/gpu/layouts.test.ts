import { expect, test } from 'vitest';
import { type StructInfo, WgslReflect } from 'wgsl_reflect';
import { ensembleLayout } from '../../src/gpu/ensemble';
import { frameLayout } from '../../src/gpu/frame';
import { Layout } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { apartLayout } from '../../src/passes/apart';
import { apartMarksLayout } from '../../src/passes/apartMarks';
import { arrowsLayout } from '../../src/passes/arrows';
import { censusLayout } from '../../src/passes/census';
import { gdToldLayout, gfToldLayout } from '../../src/passes/checksKernel';
import { layerLayout, lightsLayout } from '../../src/passes/composite';
import { curvatureLayout } from '../../src/passes/curvature';
import { densityLayout } from '../../src/passes/density';
import { densityLinesLayout } from '../../src/passes/densityLines';
import { fieldLayout } from '../../src/passes/field';
import { headsLayout } from '../../src/passes/heads';
import { fadeLayout, trailLayout } from '../../src/passes/ink';
import { groundLayout } from '../../src/passes/lab/fateGround';
import { surveyLayout } from '../../src/passes/lab/fateKernel';
import { orbitPlanLayout } from '../../src/passes/lab/orbitsPass';
import { pathsLayout } from '../../src/passes/lab/paths';
import { strokesLayout } from '../../src/passes/lab/strokes';
import { recordLayout } from '../../src/passes/recordPass';
import { ringLayout } from '../../src/passes/rings';
import { clockLayout } from '../../src/passes/step';
import { lookoutLayout } from '../../src/passes/whereabouts';

/** Each layout with the files that its struct needs to be understood. */
const LAYOUTS = [
  { layout: problemLayout, files: ['problem'] },
  { layout: frameLayout, files: ['frame'] },
  { layout: ensembleLayout, files: ['ensemble'] },
  { layout: clockLayout, files: ['step'] },
  { layout: censusLayout, files: ['census'] },
  { layout: gdToldLayout, files: ['checksGd'] },
  { layout: gfToldLayout, files: ['checksGf'] },
  { layout: trailLayout, files: ['trail', 'mark'] },
  { layout: fadeLayout, files: ['fade'] },
  { layout: fieldLayout, files: ['field'] },
  { layout: arrowsLayout, files: ['arrows'] },
  { layout: apartLayout, files: ['apart'] },
  { layout: apartMarksLayout, files: ['apartMarks'] },
  { layout: headsLayout, files: ['heads', 'mark'] },
  { layout: ringLayout, files: ['ring'] },
  { layout: lightsLayout, files: ['compositeLight'] },
  { layout: layerLayout, files: ['compositeStrokes'] },
  { layout: curvatureLayout, files: ['curvature'] },
  { layout: densityLayout, files: ['density'] },
  { layout: densityLinesLayout, files: ['densityLines'] },
  { layout: recordLayout, files: ['record'] },
  { layout: orbitPlanLayout, files: ['lab/orbits'] },
  { layout: surveyLayout, files: ['lab/traveller'] },
  { layout: groundLayout, files: ['lab/fateGround'] },
  { layout: pathsLayout, files: ['lab/paths'] },
  { layout: strokesLayout, files: ['lab/strokes'] },
  { layout: lookoutLayout, files: ['whereabouts'] },
];

const TEXTS = import.meta.glob<string>('../../shaders/**/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const textOf = (name: string) => TEXTS[`../../shaders/${name}.wgsl`];

/** Only the structs: functions may name things that other files declare. */
function structsOf(files: readonly string[]): readonly StructInfo[] {
  const text = files.map(textOf).join('\n');
  const structs = text.match(/struct \w+ \{[^}]*\}/g) ?? [];
  return new WgslReflect(['alias Carry = f32;', ...structs].join('\n')).structs;
}

test.each(LAYOUTS.map(({ layout, files }) => ({ name: layout.name, layout, files })))(
  'the layout of $name is that of its struct',
  ({ layout, files }) => {
    const struct = structsOf(files).find(({ name }) => name === layout.name);
    expect(struct?.members.map(({ name, offset, size }) => ({ name, offset, size }))).toEqual(
      Object.entries(layout.fields).map(([name, { offset, length }]) => ({ name, offset, size: 4 * length })),
    );
    expect(layout.size).toBe(Math.ceil((struct?.size ?? 0) / 16) * 16);
  },
);

test('packing puts every value where its field is', () => {
  const layout = new Layout('Sample', { a: 'f32', b: 'vec2f', c: 'u32', d: ['vec4f', 2] });
  const bytes = layout.pack({ a: 1.5, b: [2, 3], c: 7, d: [4, 5, 6, 7, 8] });
  expect([...new Float32Array(bytes)].filter((_, n) => n !== 4)).toEqual([
    1.5, 0, 2, 3, 0, 0, 0, 4, 5, 6, 7, 8, 0, 0, 0,
  ]);
  expect(new Uint32Array(bytes)[4]).toBe(7);
  expect(() => layout.pack({ a: 1, b: [1, 2, 3], c: 0, d: [] })).toThrow(RangeError);
});
