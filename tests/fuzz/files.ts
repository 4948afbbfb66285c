import fc from 'fast-check';
import { changes, links, texts } from './values';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A chunk of a PNG whose length may be a lie, and whose checksum is none. */
const chunks = fc
  .record({
    type: fc.constantFrom('IHDR', 'tEXt', 'iTXt', 'IDAT', 'IEND', '\0\0\0\0'),
    text: fc.oneof(
      fc.oneof(links, texts).map((link) => `etascope\0${link}`),
      fc.string({ maxLength: 30 }),
    ),
    length: fc.oneof(
      { weight: 4, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.nat(2 ** 32 - 1) },
    ),
  })
  .map(({ type, text, length }) => {
    const body = Uint8Array.from(type + text, (letter) => letter.charCodeAt(0));
    const bytes = new Uint8Array(body.length + 8);
    new DataView(bytes.buffer).setUint32(0, length ?? body.length - 4);
    bytes.set(body, 4);
    return [...bytes];
  });

const pngs = fc
  .tuple(fc.array(chunks, { maxLength: 5 }), fc.nat(400))
  .map(([list, end]) => Uint8Array.from([...SIGNATURE, ...list.flat()].slice(0, Math.max(4, end))));

const jsonOf = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return '{"a": '; // cyclic, or none of JSON's
  }
};

/** The JSON of an experiment, or of anything, with a few characters changed or its end cut off. */
const jsons = fc
  .record({
    experiment: changes.map(jsonOf),
    link: fc.option(links.map(jsonOf)),
    version: fc.constantFrom('1', '1', '1', '"1"', '2', 'null', '[1]', '1e999'),
    at: fc.nat(200),
    change: fc.constantFrom('', '', '', '"', '}', '\\', '\u0000', '"__proto__": {}, ', '['),
  })
  .map(({ experiment, link, version, at, change }) => {
    const parts = [
      `"etascope": ${version}`,
      `"experiment": ${experiment}`,
      ...(link === null ? [] : [`"link": ${link}`]),
    ];
    const text = `{${parts.slice(0, at % 7 === 0 ? 1 : 3).join(', ')}}`;
    return text.slice(0, at) + change + text.slice(at + change.length);
  });

/** Files that may be dropped: JSON, PNG, texts with links, mutated or none of these. */
export const files: fc.Arbitrary<Blob> = fc.oneof(
  { weight: 4, arbitrary: jsons.map((text) => new Blob([text])) },
  { weight: 3, arbitrary: pngs.map((bytes) => new Blob([bytes])) },
  { weight: 2, arbitrary: links.map((link) => new Blob([`Look at ${link} tonight.`])) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => new Blob([Uint8Array.from(bytes)])),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        () => new Blob([new Uint8Array(10_000_000)]),
        () => new Blob([Uint8Array.from(SIGNATURE), new Uint8Array(10_000_000).fill(0x61)]),
        () => new Blob([`{"etascope": 1, "experiment": ${'['.repeat(400_000)}`]),
        () => new Blob([`{"etascope": 1, "experiment": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`]),
        () => new Blob([]),
      )
      .map((make) => make()),
  },
);
