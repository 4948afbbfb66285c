/** What a device's buffers and textures take that have not been destroyed. */
export interface Ledger {
  readonly bytes: number;
  /** By label, without the numbers in it: all `Bench.0.states`, `Bench.1.states`, … are one entry. */
  readonly byLabel: Readonly<Record<string, number>>;
}

const ledgers = new WeakMap<GPUDevice, Map<string, number>>();

/** Counts what is made on a device from now on until it is destroyed. A second call changes nothing. */
export function keepLedger(device: GPUDevice): void {
  if (ledgers.has(device)) return;
  const entries = new Map<string, number>();
  ledgers.set(device, entries);
  const makeBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = makeBuffer(descriptor);
    note(entries, buffer, descriptor.size);
    return buffer;
  };
  const makeTexture = device.createTexture.bind(device);
  device.createTexture = (descriptor) => {
    const texture = makeTexture(descriptor);
    note(entries, texture, textureBytes(texture));
    return texture;
  };
}

/** What a device holds at present; nothing if nobody counts. */
export function ledgerOf(device: GPUDevice): Ledger {
  const entries = [...(ledgers.get(device) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  const bytes = entries.reduce((sum, [, taken]) => sum + taken, 0);
  return { bytes, byLabel: Object.fromEntries(entries) };
}

function note(entries: Map<string, number>, item: GPUBuffer | GPUTexture, bytes: number): void {
  const label = groupOf(item.label);
  const add = (more: number): void => {
    const taken = (entries.get(label) ?? 0) + more;
    if (taken > 0) entries.set(label, taken);
    else entries.delete(label);
  };
  add(bytes);
  const destroy = item.destroy.bind(item);
  let there = true;
  item.destroy = () => {
    if (there) add(-bytes);
    there = false;
    destroy();
    return undefined;
  };
}

/** "InkPass.strokes.0" → "InkPass.strokes". */
function groupOf(label: string): string {
  return label.replace(/\.?\d+(?=\.|$)/g, '') || 'unnamed';
}

/** Four bytes a texel, as all formats of a picture have; twice or four times as many of half and whole floats. */
function textureBytes({ width, height, depthOrArrayLayers, format, sampleCount }: GPUTexture): number {
  const texel = /^rgba(32|16)/.exec(format)?.[1];
  const bytes = texel === undefined ? 4 : Number(texel) / 2;
  return width * height * depthOrArrayLayers * sampleCount * bytes;
}
