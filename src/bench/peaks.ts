import atomicsShader from '../../shaders/bench/atomics.wgsl?raw';
import chainsShader from '../../shaders/bench/chains.wgsl?raw';
import copyShader from '../../shaders/bench/copy.wgsl?raw';
import linksShader from '../../shaders/bench/links.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import { Layout, Uniform } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { assembleShader, objectiveParts } from '../gpu/shader';
import type { Operation } from '../math/operations';
import { emitFunction } from '../math/wgsl';
import { makeObjective } from '../objectives/objective';
import type { Budget } from './budget';
import type { Peaks } from './report';
import { ratePerSecond } from './timing';

/** `struct Chains` of chains.wgsl and links.wgsl. */
export const chainsLayout = new Layout('Chains', { rounds: 'u32', factor: 'f32', term: 'f32' });
/** `struct Copy` of copy.wgsl. */
export const copyLayout = new Layout('Copy', { count: 'u32' });
/** `struct Lines` of atomics.wgsl. */
export const linesLayout = new Layout('Lines', { pixels: 'u32', length: 'u32', count: 'u32' });

/** Invocations: enough to fill any adapter. */
const WIDE = 2 ** 17;
/** Additions and multiplications of an invocation in a round of each entry point of chains.wgsl, and links of links.wgsl. */
const OPERATIONS = { eight: 128, single: 16 } as const;
const LINKS = 4;
/** Towards a fixed point: nothing overflows, nothing becomes subnormal. */
const TAME = { factor: 0.5, term: 0.25 } as const;

/** Bytes of each of both buffers: beyond the caches of processors. */
const COPIED = 2 ** 26;
const WORD = 16;

const PIXELS = 1280 * 720;
/** Pixels of a line, and lines at least: so that they share a few lines of a cache, and no line is alone. */
const LINE = { length: 16, least: 2 ** 14 } as const;

const SINGLE = { 1: 'uniform', 2: 'write' } as const;
const DOUBLE = { 1: 'uniform', 2: 'read', 3: 'write' } as const;

/** Measures what the adapter does at most of arithmetic, of copying and of atomic additions; null if there is no time. */
export async function measurePeaks(device: GPUDevice, budget: Budget): Promise<Peaks | null> {
  const eight = await chainRate(device, 'eight', budget);
  const single = await chainRate(device, 'single', budget);
  const copy = await copyRate(device, budget);
  const atomics = await atomicRate(device, budget);
  if (eight === null || single === null || copy === null || atomics === null) return null;
  return { arithmetic: Math.max(eight, single), chained: single, copy, atomics };
}

/** How many of one operation the adapter does per second; null if there is no time. */
export async function operationRate(
  device: GPUDevice,
  operation: Operation,
  budget: Budget,
): Promise<number | null> {
  const operands = [0, 1, 0, 1].slice(0, operation === 'choose' ? 4 : operation === 'divide' ? 2 : 1);
  const program = { letters: [], numbers: [], instructions: [{ operation, operands }], outputs: [2] };
  const link = emitFunction('link', 'f32', program, ([value]) => `${value}`);
  const code = assembleShader(linksShader, ...objectiveParts({ ...makeObjective('0', {}), wgsl: link }));
  const rate = await roundRate(device, { label: `Peaks.${operation}`, code, entry: 'run' }, budget);
  return rate === null ? null : rate * LINKS;
}

async function chainRate(
  device: GPUDevice,
  entry: keyof typeof OPERATIONS,
  budget: Budget,
): Promise<number | null> {
  const rate = await roundRate(device, { label: `Peaks.${entry}`, code: chainsShader, entry }, budget);
  return rate === null ? null : rate * OPERATIONS[entry];
}

/** Rounds of all invocations per second. */
async function roundRate(
  device: GPUDevice,
  { label, code, entry }: { label: string; code: string; entry: string },
  budget: Budget,
): Promise<number | null> {
  const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, SINGLE);
  const pipelines = await computePipelines(device, { label, code, bindings }, [entry]);
  const chains = new Uniform(device, label, chainsLayout);
  const results = bufferOf(device, label, 4 * WIDE);
  const group = bindings.group({ 1: chains.buffer, 2: results });
  const run = (rounds: number) => {
    chains.write({ rounds, ...TAME });
    return submitted(device, pipelines[entry] as GPUComputePipeline, group, WIDE);
  };
  const rate = await ratePerSecond({ run }, budget);
  chains.dispose();
  results.destroy();
  return rate === null ? null : rate * WIDE;
}

/** Bytes read and written per second. */
async function copyRate(device: GPUDevice, budget: Budget): Promise<number | null> {
  const label = 'Peaks.copy';
  const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, DOUBLE);
  const { run } = await computePipelines(device, { label, code: copyShader, bindings }, ['run']);
  const size = Math.min(COPIED, device.limits.maxStorageBufferBindingSize);
  const copying = new Uniform(device, label, copyLayout);
  const [source, copy] = [bufferOf(device, label, size), bufferOf(device, label, size)];
  const group = bindings.group({ 1: copying.buffer, 2: source, 3: copy });
  copying.write({ count: size / WORD });
  const work = { run: (times: number) => submitted(device, run, group, size / WORD, times) };
  const rate = await ratePerSecond(work, budget);
  for (const buffer of [copying.buffer, source, copy]) buffer.destroy();
  return rate === null ? null : rate * 2 * size;
}

/** Atomic additions per second. */
async function atomicRate(device: GPUDevice, budget: Budget): Promise<number | null> {
  const label = 'Peaks.atomics';
  const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, SINGLE);
  const { run } = await computePipelines(device, { label, code: atomicsShader, bindings }, ['run']);
  const lines = new Uniform(device, label, linesLayout);
  const ink = bufferOf(device, label, 4 * PIXELS);
  const group = bindings.group({ 1: lines.buffer, 2: ink });
  const add = (times: number) => {
    const count = LINE.least * times;
    lines.write({ pixels: PIXELS, length: LINE.length, count });
    return submitted(device, run, group, count);
  };
  const rate = await ratePerSecond({ run: add }, budget);
  lines.dispose();
  ink.destroy();
  return rate === null ? null : rate * LINE.least * LINE.length;
}

function bufferOf(device: GPUDevice, label: string, size: number): GPUBuffer {
  return device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE });
}

/** Runs a kernel so many times; resolves when the GPU has done it. */
async function submitted(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  group: GPUBindGroup,
  invocations: number,
  times = 1,
): Promise<void> {
  const encoder = device.createCommandEncoder({ label: 'Peaks' });
  const pass = encoder.beginComputePass({ label: 'Peaks' });
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  for (let n = 0; n < times; n++) dispatch(pass, invocations);
  pass.end();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
}
