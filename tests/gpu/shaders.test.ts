import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestGpu } from '../../src/gpu/device';
import { compileShader, ShaderError } from '../../src/gpu/shader';
import { meteredGf } from '../../src/methods/meteredGf';
import { METHODS, method } from '../../src/methods/table';
import { makeObjective } from '../../src/objectives/objective';
import { OBJECTIVES } from '../../src/objectives/table';
import { apartMarksShaderText } from '../../src/passes/apartMarks';
import { apartShaderText } from '../../src/passes/apartShader';
import { arrowsShaderText } from '../../src/passes/arrows';
import { censusShaderText } from '../../src/passes/census';
import { checksShaderText } from '../../src/passes/checksKernel';
import { compositeShaderTexts } from '../../src/passes/composite';
import { curvatureShaderText } from '../../src/passes/curvature';
import { densityShaderText } from '../../src/passes/density';
import { densityLinesShaderText } from '../../src/passes/densityLines';
import { fieldShaderText } from '../../src/passes/field';
import { headsShaderText } from '../../src/passes/heads';
import { inkShaderTexts } from '../../src/passes/ink';
import { fateGroundShaderText } from '../../src/passes/lab/fateGround';
import { fateShaderTexts } from '../../src/passes/lab/fateKernel';
import { orbitsShaderText } from '../../src/passes/lab/orbitsPass';
import { pathsShaderText } from '../../src/passes/lab/paths';
import { labStrokesShaderText } from '../../src/passes/lab/strokes';
import { probeShaderText } from '../../src/passes/probe';
import { recordRowsShaderText, recordShaderText } from '../../src/passes/recordPass';
import { ringShaderText } from '../../src/passes/rings';
import { stepShaderText } from '../../src/passes/step';
import { whereaboutsShaderText } from '../../src/passes/whereabouts';

let device: GPUDevice;

beforeAll(async () => {
  device = (await requestGpu()).device;
});
afterAll(() => device.destroy());

/** Everything that the compiler has to say, warnings included. */
async function complaintsAbout(code: string): Promise<readonly string[]> {
  const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
  const lines = code.split('\n');
  return messages.map(
    ({ type, lineNum, message }) => `${type}: ${message} in «${lines[lineNum - 1]?.trim()}»`,
  );
}

test.each(
  Object.entries({
    ...inkShaderTexts,
    heads: headsShaderText,
    apartMarks: apartMarksShaderText,
    ring: ringShaderText,
    compositeStrokes: compositeShaderTexts.strokes,
    compositeLight: compositeShaderTexts.light(12),
    density: densityShaderText,
    densityLines: densityLinesShaderText,
    recordRows: recordRowsShaderText,
    labStrokes: labStrokesShaderText,
    whereabouts: whereaboutsShaderText,
    fateGround: fateGroundShaderText,
  }),
)('the shader %s compiles without a word', async (_, code) => {
  expect(await complaintsAbout(code)).toEqual([]);
});

test.each(OBJECTIVES.map(({ id }) => id))('every shader with %s compiles without a word', async (id) => {
  const objective = makeObjective(id, {});
  const made = [
    fieldShaderText,
    arrowsShaderText,
    censusShaderText,
    curvatureShaderText,
    probeShaderText,
    apartShaderText,
    recordShaderText,
  ];
  const texts = made.map((textOf) => textOf(objective));
  const checks = (['gd', 'gf'] as const).map((id) => checksShaderText(objective, id));
  const steps = [...METHODS, meteredGf].map((row) => stepShaderText(objective, row));
  // The parts of methods are those of steps.
  const paths = pathsShaderText(objective, METHODS[0] as (typeof METHODS)[number]);
  // Each kind of carry, and of neighbour.
  const some = (['gd', 'heavyball', 'adam'] as const).map(method);
  const orbits = some.map((row) => orbitsShaderText(objective, row, row.id === 'gd' ? 'x' : 'f'));
  const fates = some.flatMap((row) => Object.values(fateShaderTexts(objective, row)));
  const all = [...texts, ...checks, ...steps, paths, ...orbits, ...fates];
  const complaints = await Promise.all(all.map(complaintsAbout));
  expect(complaints.flat()).toEqual([]);
});

test('a shader that the compiler refuses is an error that names its line', async () => {
  const code = 'fn fine() {}\nfn faulty() -> f32 { return true; }';
  const error = await compileShader(device, 'Sample', code).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ShaderError);
  expect(String(error)).toMatch(/Sample, line 2:/);
});
