/** Size and alignment in bytes of the types that etascope puts into uniform structs (WGSL §14.4.1). */
const TYPES = {
  f32: { length: 1, align: 4 },
  u32: { length: 1, align: 4 },
  vec2f: { length: 2, align: 8 },
  vec4f: { length: 4, align: 16 },
} as const;

type Type = keyof typeof TYPES;
/** A field: its type, or its type and how many of it stand in an array (of vec4f only: their stride is 16). */
type Field = Type | readonly ['vec4f', number];

type ValueOf<F extends Field> = F extends 'f32' | 'u32' ? number : ArrayLike<number>;
/** What a writer takes: every field, by name. A missing or misspelt one does not compile. */
export type Values<F extends Record<string, Field>> = { readonly [K in keyof F]: ValueOf<F[K]> };

interface Place {
  readonly type: Type;
  readonly offset: number;
  readonly length: number;
}

/** The layout of one WGSL struct: fields in order, with the offsets that WGSL's rules give them. */
export class Layout<const F extends Record<string, Field> = Record<string, Field>> {
  readonly name: string;
  readonly shape: F;
  readonly fields: Readonly<Record<keyof F & string, Place>>;
  /** Bytes, a multiple of 16 as uniform buffers want it. */
  readonly size: number;

  constructor(name: string, fields: F) {
    this.name = name;
    this.shape = fields;
    const places: [string, Place][] = [];
    let offset = 0;
    for (const [field, shape] of Object.entries(fields)) {
      const [type, repeat] = typeof shape === 'string' ? [shape, 1] : shape;
      const { length, align } = TYPES[type];
      offset = Math.ceil(offset / align) * align;
      places.push([field, { type, offset, length: length * repeat }]);
      offset += 4 * length * repeat;
    }
    this.fields = Object.fromEntries(places) as Record<keyof F & string, Place>;
    this.size = Math.ceil(offset / 16) * 16;
  }

  /** The struct's bytes. Arrays that are shorter than their field leave zeros behind them. */
  pack(values: Values<F>): ArrayBuffer {
    const bytes = new ArrayBuffer(this.size);
    const floats = new Float32Array(bytes);
    const words = new Uint32Array(bytes);
    for (const [field, { type, offset, length }] of Object.entries<Place>(this.fields)) {
      const value: number | ArrayLike<number> = values[field as keyof F];
      const list = typeof value === 'number' ? [value] : value;
      if (list.length > length)
        throw new RangeError(`${this.name}.${field} holds ${length}, not ${list.length} numbers`);
      (type === 'u32' ? words : floats).set(list, offset / 4);
    }
    return bytes;
  }
}

/** A uniform buffer that holds one struct. */
export class Uniform<F extends Record<string, Field>> {
  readonly buffer: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #layout: Layout<F>;

  constructor(device: GPUDevice, label: string, layout: Layout<F>) {
    this.#device = device;
    this.#layout = layout;
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    this.buffer = device.createBuffer({ label, size: layout.size, usage });
  }

  /** Takes effect before whatever is submitted next. */
  write(values: Values<F>): void {
    this.#device.queue.writeBuffer(this.buffer, 0, this.#layout.pack(values));
  }

  dispose(): void {
    this.buffer.destroy();
  }
}
