/** The labels of buffers that have been made since and not destroyed. */
export function watchBuffers(device: GPUDevice): () => readonly string[] {
  const alive = new Set<GPUBuffer>();
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    alive.add(buffer);
    buffer.destroy = () => {
      alive.delete(buffer);
      destroy();
    };
    return buffer;
  };
  return () => {
    device.createBuffer = create;
    return [...alive].map(({ label }) => label);
  };
}
