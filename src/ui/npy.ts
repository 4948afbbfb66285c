/** One field of the records of a file: its name, its type as numpy writes it, and its value in each record. */
export interface NpyField {
  readonly name: string;
  readonly type: '|u1' | '<f4' | '<f8';
  readonly at: (record: number) => number;
}

const SIZES = { '|u1': 1, '<f4': 4, '<f8': 8 } as const;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0] as const; // \x93NUMPY, version 1.0
/** The header ends at a multiple of this. */
const ALIGNED = 64;

/**
 * An array of records in the format of numpy, version 1.0: `a = numpy.load(file)`, then `a['name']` has `shape`.
 *
 * @see numpy.lib.format; NEP 1
 */
export function npyOf(
  fields: readonly NpyField[],
  shape: readonly [rows: number, columns: number],
): Uint8Array<ArrayBuffer> {
  const types = fields.map(({ name, type }) => `('${name}', '${type}')`).join(', ');
  const words = `{'descr': [${types}], 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const before = MAGIC.length + 2;
  const length = Math.ceil((before + words.length + 1) / ALIGNED) * ALIGNED - before;
  const count = shape[0] * shape[1];
  const size = fields.reduce((sum, { type }) => sum + SIZES[type], 0);
  const bytes = new Uint8Array(before + length + count * size);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, length, true);
  bytes.set(new TextEncoder().encode(`${words.padEnd(length - 1)}\n`), before);
  let at = before + length;
  for (let record = 0; record < count; record++) {
    for (const { type, at: valueAt } of fields) {
      put(view, at, type, valueAt(record));
      at += SIZES[type];
    }
  }
  return bytes;
}

function put(view: DataView, at: number, type: NpyField['type'], value: number): void {
  if (type === '|u1') view.setUint8(at, value);
  else if (type === '<f4') view.setFloat32(at, value, true);
  else view.setFloat64(at, value, true);
}
