/** Bytes before the first chunk, and of the header chunk that always comes first. */
const SIGNATURE = 8;
const HEADER = 25;

/**
 * A PNG with texts in it, each under its keyword, before its pixels: chunks `tEXt` of the PNG specification (W3C, 11.3.3.3).
 * Keywords and texts are ASCII.
 */
export async function withText(png: Blob, texts: Readonly<Record<string, string>>): Promise<Blob> {
  const head = png.slice(0, SIGNATURE + HEADER);
  const chunks = Object.entries(texts).map(([keyword, text]) => chunkOf(`${keyword}\0${text}`));
  return new Blob([head, ...chunks, png.slice(SIGNATURE + HEADER)], { type: 'image/png' });
}

/** The text of a keyword in the beginning of a PNG; null where there is none. */
export function textIn(bytes: Uint8Array<ArrayBuffer>, keyword: string): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const data = latin(bytes.subarray(at + 4, at + 8 + length));
    if (data.startsWith('IDAT')) return null; // texts of ours stand before the pixels
    if (data.startsWith(`tEXt${keyword}\0`)) return data.slice(keyword.length + 5);
    at += 12 + length;
  }
  return null;
}

/** Whether a file begins as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, n) => bytes[n] === byte);
}

/** Length, type, data, and the checksum of the latter two. */
function chunkOf(text: string): Uint8Array<ArrayBuffer> {
  const body = Uint8Array.from(`tEXt${text}`, (letter) => letter.charCodeAt(0));
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(4 + body.length, crc32(body));
  return chunk;
}

/** CRC-32 with the reflected polynomial 0xEDB88320 (PNG specification, 5.5). */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function latin(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
