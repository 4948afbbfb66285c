import { compileShader } from './shader';

/** Invocations per workgroup of every compute shader. */
const WORKGROUP = 64;
const MAX_GROUPS = 65_535;

/** Dispatches at least so many invocations, in so many layers; beyond 65,535 workgroups they stand in two dimensions. */
export function dispatch(pass: GPUComputePassEncoder, invocations: number, layers = 1): void {
  const groups = Math.ceil(invocations / WORKGROUP);
  const columns = Math.min(groups, MAX_GROUPS);
  if (groups > 0) pass.dispatchWorkgroups(columns, Math.ceil(groups / columns), layers);
}

/** What a pipeline is made of. The entry points name functions of the code. */
interface Recipe {
  readonly label: string;
  readonly code: string;
  readonly bindings: { readonly pipelineLayout: GPUPipelineLayout };
}

/** Compute pipelines for several entry points of one shader. */
export async function computePipelines<E extends string>(
  device: GPUDevice,
  { label, code, bindings }: Recipe,
  entryPoints: readonly E[],
): Promise<Record<E, GPUComputePipeline>> {
  const module = await compileShader(device, label, code);
  const made = entryPoints.map(async (entryPoint) => {
    const pipeline = await device.createComputePipelineAsync({
      label: `${label}.${entryPoint}`,
      layout: bindings.pipelineLayout,
      compute: { module, entryPoint },
    });
    return [entryPoint, pipeline] as const;
  });
  return Object.fromEntries(await Promise.all(made)) as Record<E, GPUComputePipeline>;
}

/** How a fragment's colour goes over what is there. */
type Blending = 'opaque' | 'straight' | 'premultiplied';

function blendOf(blending: Blending): { blend?: GPUBlendState } {
  if (blending === 'opaque') return {};
  const over: GPUBlendComponent = { srcFactor: 'one', dstFactor: 'one-minus-src-alpha' };
  const color = blending === 'premultiplied' ? over : { ...over, srcFactor: 'src-alpha' as const };
  return { blend: { color, alpha: over } };
}

/** A render pipeline of the entry points `vertex` and `fragment` that draws triangles. */
export async function renderPipeline(
  device: GPUDevice,
  { label, code, bindings }: Recipe,
  format: GPUTextureFormat,
  blending: Blending,
): Promise<GPURenderPipeline> {
  const module = await compileShader(device, label, code);
  return device.createRenderPipelineAsync({
    label,
    layout: bindings.pipelineLayout,
    vertex: { module, entryPoint: 'vertex' },
    fragment: { module, entryPoint: 'fragment', targets: [{ format, ...blendOf(blending) }] },
  });
}
