/** A stretch of a buffer. */
export interface Slice {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly bytes: number;
}

/** Copies a buffer back to the CPU, as it is once all that was submitted before has been done. */
export async function readBuffer(device: GPUDevice, source: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
  const [copy] = await readSlices(device, [{ buffer: source, offset: 0, bytes }]);
  return copy ?? new ArrayBuffer(0);
}

/** Copies stretches of buffers back to the CPU, all of the same moment. Offsets and lengths are multiples of 4. */
export async function readSlices(
  device: GPUDevice,
  slices: readonly Slice[],
): Promise<readonly ArrayBuffer[]> {
  const staging = stage(device, slices);
  try {
    await staging.mapAsync(GPUMapMode.READ);
    const all = staging.getMappedRange();
    return slices.map(({ bytes }, n) => all.slice(startOf(slices, n), startOf(slices, n) + bytes));
  } finally {
    staging.destroy();
  }
}

function stage(device: GPUDevice, slices: readonly Slice[]): GPUBuffer {
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const label = `${slices[0]?.buffer.label}.staging`;
  const staging = device.createBuffer({ label, size: startOf(slices, slices.length), usage });
  const encoder = device.createCommandEncoder({ label: 'readSlices' });
  for (const [n, { buffer, offset, bytes }] of slices.entries()) {
    encoder.copyBufferToBuffer(buffer, offset, staging, startOf(slices, n), bytes);
  }
  device.queue.submit([encoder.finish()]);
  return staging;
}

/** Where slice n begins in the staging buffer. */
function startOf(slices: readonly Slice[], n: number): number {
  return slices.slice(0, n).reduce((sum, { bytes }) => sum + bytes, 0);
}
