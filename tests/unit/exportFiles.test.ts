import { expect, test } from 'vitest';
import { completeExperiment } from '../../src/experiment/experiment';
import { openBook } from '../../src/experiment/lessonBook';
import { formatLink } from '../../src/experiment/link';
import { timingOf } from '../../src/ui/export/clip';
import { experimentJson, readExperiment } from '../../src/ui/export/experimentFile';
import { type FormatOptions, formatOf } from '../../src/ui/export/format';
import { isPng, textIn, withText } from '../../src/ui/export/pngText';

const environment = { count: 40, countLimit: 1e6 };
const read = (text: string) => readExperiment(new Blob([text]), environment);

const CHANGES = [
  {},
  { objective: 'rosenbrock', b: 50, eta: 0.002, placed: '1,2;3,1', pair: 3, theme: 'light' },
  {
    objective: 'x^2 + a*y^4',
    a: 0.3,
    methods: 'gd,adam',
    factors: 'adam:2.5',
    band: '-2,2',
    box: '0.2,1;0.6,2',
  },
  { methods: 'none', starts: 'points:1,2;-0.5,0.3', metric: '1,0.1,2' },
] as const;

test('an experiment survives its file, as JSON and as a link', async () => {
  const [lesson] = await openBook();
  for (const change of [...CHANGES, { lesson: lesson?.id ?? '', eta: 0.01 }]) {
    const experiment = completeExperiment(change, environment);
    const link = formatLink(experiment, environment);
    expect(await read(experimentJson({ experiment, link }))).toEqual(experiment);
    expect(await read(`Look at https://example.org/etascope.html${link} tonight.`)).toEqual(experiment);
    expect(await read(`{"etascope": 1, "link": ${JSON.stringify(link)}}`)).toEqual(experiment);
  }
});

test('what a file leaves out has its default', async () => {
  const experiment = await read('{"etascope": 1, "experiment": {"eta": 0.25}}');
  expect(experiment).toEqual(completeExperiment({ eta: 0.25 }, environment));
});

test.each([
  ['{"etascope": 1, "experiment": {"eta": -3}}', /^eta must be .*-3/],
  ['{"etascope": 1, "experiment": {"colour": "red"}}', /^colour is not a key of an experiment .*red/],
  ['{"etascope": 1, "experiment": {"objective": "x^"}}', /^objective must be .*x\^/],
  ['{"etascope": 1, "experiment": [1]}', /^experiment must be/],
  ['{"etascope": 1}', /^experiment must be/],
  ['{"etascope": 2, "experiment": {}}', /^etascope must be 1.*2/],
  ['{"eta": 1}', /^etascope must be 1.*undefined/],
  ['{"etascope": 1,', /not valid JSON/],
  ['#eta=-1', /^eta must be .*-1/],
  ['nothing at all', /no experiment in this file/],
  ['', /no experiment in this file/],
  [`{${' '.repeat(1_000_001)}`, /1,000 kB at most/],
])('file %# is refused in words', async (text, words) => {
  await expect(read(text)).rejects.toThrow(words);
});

const [SIGNATURE, HEADER, END] = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55],
  [0, 0, 0, 0, 73, 69, 78, 68, 0xae, 0x42, 0x60, 0x82],
] as const;

test('a PNG carries its link', async () => {
  const png = new Blob([Uint8Array.from([...SIGNATURE, ...HEADER, ...END])], { type: 'image/png' });
  const told = await withText(png, { etascope: '#eta=0.5', Software: 'etascope' });
  const bytes = new Uint8Array(await told.arrayBuffer());
  expect(isPng(bytes)).toBe(true);
  expect(textIn(bytes, 'etascope')).toBe('#eta=0.5');
  expect(textIn(bytes, 'Author')).toBeNull();
  expect((await readExperiment(told, environment)).eta).toBe(0.5);
  await expect(readExperiment(png, environment)).rejects.toThrow('No experiment is in this picture');
  // zlib.crc32(b'tEXta\0') of Python.
  const chunk = new Uint8Array(await (await withText(new Blob([]), { a: '' })).arrayBuffer());
  expect([...chunk]).toEqual([0, 0, 0, 2, 0x74, 0x45, 0x58, 0x74, 0x61, 0, 0x90, 0xc5, 0x84, 0x6a]);
});

const machine = {
  window: { x: 0, y: 0, scale: 144, width: 1280, height: 720, density: 1, pen: 1 },
  largest: { side: 8192, pixels: 2 ** 25 },
};
const format = (options: unknown) => formatOf(machine, options as FormatOptions);

test('a format is a scale or a size, within what the adapter draws', () => {
  expect(format({})).toEqual({ width: 1280, height: 720, density: 1 });
  expect(format({ scale: 2 })).toEqual({ width: 2560, height: 1440, density: 2 });
  expect(format({ width: 7200, height: 3600 })).toEqual({ width: 7200, height: 3600, density: 5 });
  expect(() => format({ scale: 5 })).toThrow('scale must be a number from 1 to 4 (given: 5)');
  expect(() => format({ scale: '2' })).toThrow('scale must be');
  expect(() => format({ width: 800 })).toThrow('height must be a whole number of pixels');
  expect(() => format({ width: 800, height: 1.5 })).toThrow('height must be');
  expect(() => format({ width: 800, height: 600, scale: 1 })).toThrow('not both');
  expect(() => format({ width: 8193, height: 600 })).toThrow(/8,193 × 600 .* up to 8,192 pixels a side/);
  expect(() => format({ width: 8000, height: 8000 })).toThrow(/34 million in all/);
});

test('a clip lasts as long as its steps, whatever the frames', () => {
  const session = { experiment: completeExperiment({ speed: 10 }, environment) };
  expect(timingOf(session, { steps: 4 })).toEqual({ frames: 12, fps: 30, speed: 10, duration: 0.4 });
  expect(timingOf(session, { steps: 4, speed: 12, fps: 25 })).toMatchObject({ frames: 9, duration: 1 / 3 });
  expect(timingOf(session, { steps: 1, speed: 100 }).frames).toBe(1);
  expect(() => timingOf(session, { steps: 2.5 })).toThrow('steps must be a whole number');
  expect(() => timingOf(session, { steps: 1, speed: Number.NaN })).toThrow('speed must be a number');
  expect(() => timingOf(session, { steps: 1e6 })).toThrow('3,000,000 frames');
});
