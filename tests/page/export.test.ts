import { readFile } from 'node:fs/promises';
import { BufferSource, EncodedPacketSink, Input, WEBM } from 'mediabunny';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { THEMES } from '../../src/experiment/theme';
import type { Point } from '../../src/experiment/values';
import { toPixel, windowOf } from '../../src/experiment/window';
import type { FormatOptions } from '../../src/ui/export/format';
import { textIn } from '../../src/ui/export/pngText';
import { SMALL, SOON, useBrowser } from './open';
import { inkOf } from './pixels';

const { open } = useBrowser({ resting: true, shared: true, sharp: true, viewport: SMALL });

/** f = x²/2 + 5y² at η = 0.15 from (2, 1): two trails and nothing else on the plane. */
const PAIR = 'starts=points:2,1&respawn=0&eta=0.15&contours=0&arrows=0&speed=10';
const ETA = 0.15;
const WINDOW = windowOf([0, 0, 2.5], SMALL.width, SMALL.height, 1);
const gd = (k: number): Point => [2 * (1 - ETA) ** k, (1 - 10 * ETA) ** k];
const gf = (t: number): Point => [2 * Math.exp(-t), Math.exp(-10 * t)];

interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Runs in the page: keeps the pixels of something that was drawn, and returns them as text. */
const PIXELS = `async (source) => {
  const [width, height] = [source.videoWidth ?? source.width, source.videoHeight ?? source.height];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(source, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const text = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.replace(/^.*,/, ''));
    reader.readAsDataURL(new Blob([data]));
  });
  return { width, height, text };
}`;

interface Packed {
  readonly width: number;
  readonly height: number;
  readonly text: string;
}
const unpacked = ({ width, height, text }: Packed): Image => ({
  width,
  height,
  data: new Uint8Array(Buffer.from(text, 'base64')),
});

async function picture(page: Page, options: FormatOptions = {}): Promise<Image> {
  const code = `(${PIXELS})(await createImageBitmap(await etascope.picture(${JSON.stringify(options)})))`;
  return unpacked(await page.evaluate<Packed>(`(async () => ${code})()`));
}

const at = ({ width, data }: Image, [x, y]: Point): readonly [number, number, number] => {
  const [r = 0, g = 0, b = 0] = data.subarray(4 * (Math.floor(y) * width + Math.floor(x)));
  return [r / 255, g / 255, b / 255];
};

/** Mean difference of two pictures of a size, from 0 to 255. */
function apart(a: Image, b: Image): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  return a.data.reduce((sum, value, n) => sum + Math.abs(value - (b.data[n] ?? 0)), 0) / a.data.length;
}

/** Squared steps of green from pixel to pixel: edges that are smoothed over two pixels have half as much. */
function sharpness({ width, data }: Image, pixel = (n: number) => data[4 * n + 1] ?? 0): number {
  let sum = 0;
  for (let n = 1; n < data.length / 4; n++) if (n % width > 0) sum += (pixel(n) - pixel(n - 1)) ** 2;
  return sum;
}

/** Twice as large, as a browser would show it: straight from pixel to pixel. */
function smoothed(image: Image): Image {
  const [width, height] = [2 * image.width, 2 * image.height];
  const data = new Uint8Array(4 * width * height);
  const green = (x: number, y: number) =>
    image.data[4 * (y * image.width + Math.min(x, image.width - 1)) + 1] ?? 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = green(x >> 1, y >> 1);
      data[4 * (y * width + x) + 1] = x % 2 === 0 ? here : (here + green((x >> 1) + 1, y >> 1)) / 2;
    }
  }
  return { width, height, data };
}

const middleOf = (page: Page, selector: string): Promise<Point> =>
  page.locator(selector).evaluate((element) => {
    const { x, y, width } = element.getBoundingClientRect();
    return [x + width / 2, y + 4] as const; // on its ground, above its texts
  });

test('pictures of other sizes are drawn anew, with what is wanted, and leave no trace', async () => {
  const page = await open(PAIR);
  await page.evaluate(() => window.etascope.advance(3));
  const plain = await picture(page);
  const large = await picture(page, { scale: 2 });
  expect([plain.width, plain.height, large.width, large.height]).toEqual([800, 560, 1600, 1120]);
  expect(sharpness(large)).toBeGreaterThan(1.3 * sharpness(smoothed(plain)));

  const bare = await picture(page, { legend: false });
  const [legend, caption] = await Promise.all([middleOf(page, '.legend'), middleOf(page, '.caption')]);
  expect(at(bare, caption)).toEqual(at(plain, caption));
  expect(at(bare, legend)).not.toEqual(at(plain, legend));
  const square = await picture(page, { width: 300, height: 300, legend: false, caption: false, axes: false });
  const head = toPixel(windowOf([0, 0, 2.5], 300, 300, 1), gf(3 * ETA));
  expect(inkOf(at(square, head), THEMES.dark, ['gd', 'gf']).name).toBe('gf');

  const refused = (options: object) =>
    page.evaluate((asked) => window.etascope.picture(asked).catch(String), options);
  expect(await refused({ scale: 9 })).toMatch('scale must be a number from 1 to 4 (given: 9)');
  expect(await refused({ width: 1e5, height: 100 })).toMatch(/more than this graphics processor draws/);
  expect(apart(await picture(page, { legend: false }), bare)).toBeLessThan(0.02); // legends count, a moment later
  expect(await page.evaluate(() => document.documentElement.className)).toBe('');
});

/** What a clip of the page holds, as numbers, and some of its frames as pictures. */
async function clipped(page: Page, options: string, moments: readonly number[]) {
  const file = await page.evaluate<string>(`(async () => {
    const reader = new FileReader();
    reader.readAsDataURL(await etascope.clip(${options}));
    await new Promise((resolve) => { reader.onload = resolve; });
    return reader.result.replace(/^.*,/, '');
  })()`);
  // The page itself may play nothing: its content security policy says so.
  const player = await page.context().newPage();
  const frames = await player.evaluate<readonly Packed[]>(`(async () => {
    const bytes = Uint8Array.from(atob('${file}'), (letter) => letter.charCodeAt(0));
    const video = document.createElement('video');
    video.muted = true;
    const loaded = new Promise((resolve, reject) => { video.onloadeddata = resolve; video.onerror = reject; });
    video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }));
    await loaded;
    const frames = [];
    for (const moment of ${JSON.stringify(moments)}) {
      const seeked = new Promise((resolve, reject) => { video.onseeked = resolve; video.onerror = reject; });
      const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      video.currentTime = moment;
      await Promise.all([seeked, shown]);
      frames.push(await (${PIXELS})(video));
    }
    return frames;
  })()`);
  await player.close();
  const input = new Input({ source: new BufferSource(Buffer.from(file, 'base64')), formats: [WEBM] });
  const [track] = await input.getVideoTracks();
  const times: number[] = [];
  if (track) {
    for await (const packet of new EncodedPacketSink(track).packets()) times.push(packet.timestamp);
  }
  return { times, duration: await input.computeDuration(), frames: frames.map(unpacked) };
}

test('a clip shows the experiment’s own time, frame by frame, and leaves everything as it was', async () => {
  const page = await open(PAIR);
  await page.evaluate(() => window.etascope.advance(9));
  const before = await picture(page, { legend: false });
  // Twelve frames, of which every third one is at the end of a step and the others are between two ticks of the flow.
  const options = '{ steps: 4, legend: false }';
  const { times, duration, frames } = await clipped(page, options, [0.5 / 30, 1.5 / 30, 9.5 / 30, 11.5 / 30]);
  expect(times).toHaveLength(12);
  for (const [n, time] of times.entries()) expect(time).toBeCloseTo(n / 30, 2);
  expect(duration).toBeCloseTo(0.4, 3);
  expect(await page.evaluate(async () => (await window.etascope.read('gd')).step)).toBe(9);
  expect(apart(await picture(page, { legend: false }), before)).toBeLessThan(0.02);
  const now = await clipped(page, "{ steps: 1, fps: 10, from: 'now', legend: false }", [0.01]);
  expect([now.times.length, now.duration]).toEqual([1, expect.closeTo(0.1, 3)]);
  for (const frame of now.frames) expect(apart(frame, before)).toBeLessThan(1.2);

  const [first, second, tenth, last] = frames;
  if (!first || !second || !tenth || !last) throw new Error('There are frames missing.');
  const still = async (steps: number) => {
    await page.evaluate(() => window.etascope.restart());
    await page.evaluate((many) => window.etascope.advance(many), steps);
    return picture(page, { legend: false });
  };
  const [start, third] = [await still(0), await still(3)];
  // Of 255: VP9 rounds colours, at edges most, and so does a player on the CPU (0.8 measured).
  for (const [frame, picture] of [
    [first, start],
    [tenth, third],
  ] as const) {
    expect(apart(frame, picture)).toBeLessThan(1.2);
  }
  const inks = (image: Image, points: readonly Point[]) =>
    points.map((point) => inkOf(at(image, toPixel(WINDOW, point)), THEMES.dark, ['gd', 'gf']).name);
  expect(inks(first, [gd(0), gd(1)])).toEqual(['gd', 'ground']);
  expect(inks(second, [gf(ETA / 3)])).toEqual(['gf']);
  const places = [gd(3), gd(4), gf((11 / 3) * ETA)]; // while gradient descent waits, the flow glides
  expect(inks(tenth, places)).toEqual(['gd', 'ground', 'ground']);
  expect(inks(last, places)).toEqual(['gd', 'ground', 'gf']);
});

test('a clip can be given up, and says what it cannot be', async () => {
  const page = await open(PAIR);
  await page.evaluate(() => window.etascope.advance(2));
  const outcome = await page.evaluate(async () => {
    const giveUp = new AbortController();
    const heard: number[] = [];
    const clip = window.etascope.clip({
      steps: 100,
      signal: giveUp.signal,
      progress: (share) => {
        heard.push(share);
        if (heard.length === 2) giveUp.abort();
      },
    });
    const error = await clip.catch((reason: DOMException) => reason.name);
    const { step } = await window.etascope.read('gd');
    return { error, heard, step };
  });
  expect(outcome).toEqual({ error: 'AbortError', heard: [1 / 300, 2 / 300], step: 2 });
  const refused = (options: object) =>
    page.evaluate((asked) => window.etascope.clip(asked as { steps: number }).catch(String), options);
  expect(await refused({})).toMatch('steps must be a whole number from 1 to 1,000,000 (given: undefined)');
  expect(await refused({ steps: 5, type: 'gif' })).toMatch('type must be webm or mp4 (given: “gif”)');
  expect(await refused({ steps: 1e6 })).toMatch(/a clip has 36,000 at most/);
});

/** What the page saves when a button is pressed. */
async function saved(page: Page, tab: string, name: string) {
  await page.keyboard.press('s');
  await page.getByRole('tab', { name: tab, exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).first().click(),
  ]);
  const bytes = await readFile(await file.path());
  await page.keyboard.press('Escape');
  return { name: file.suggestedFilename(), bytes };
}

async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.evaluate(
    ({ title, text }) => {
      const dataTransfer = new DataTransfer();
      const content = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([content], title));
      const over = (type: string) => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      document.body.dispatchEvent(over('dragenter'));
      if (document.body.dispatchEvent(over('drop'))) throw new Error('The browser would open the file.');
    },
    { title: name, text: bytes.toString('base64') },
  );
}

test('what is saved in the dialog can be read, and loaded again by dropping it', async () => {
  const page = await open(`${PAIR}&b=4`);
  await page.evaluate(() => window.etascope.advance(2));
  const table = await saved(page, 'Data', 'Save CSV');
  expect(table.name).toBe('etascope particles bowl eta 0.15 k 2.csv');
  const [link, , names, ...rows] = table.bytes.toString().trim().split('\r\n');
  expect(names).toBe('method,index,x,y,f,status,period,escape_step,start_x,start_y');
  const { position } = await page.evaluate(async () => {
    const reading = await window.etascope.read('gd');
    return { position: [...reading.position] };
  });
  const [x = 0, y = 0] = position;
  expect(rows).toHaveLength(2);
  expect(rows[0]).toBe(`gd,0,${x},${y},${x ** 2 / 2 + 4 * y ** 2},moving,,,2,1`);

  const json = await saved(page, 'Experiment', 'Save JSON');
  expect(link).toBe(`# etascope: ${JSON.parse(json.bytes.toString()).link}`);
  const png = await saved(page, 'Picture', 'Save PNG');
  expect(textIn(Uint8Array.from(png.bytes), 'etascope')).toBe(link?.replace('# etascope: ', ''));

  const experiment = () => page.evaluate(() => JSON.stringify(window.etascope.experiment));
  const kept = await experiment();
  for (const { name, bytes } of [json, png]) {
    await page.evaluate(() => window.etascope.load({ objective: 'himmelblau', eta: 0.01 }));
    const other = await experiment();
    await drop(page, name, bytes);
    await expect.poll(experiment, SOON).toBe(kept);
    await page.getByText(`Loaded ${name}.`).waitFor();
    await page.locator('.notice-action').click();
    await expect.poll(experiment, SOON).toBe(other);
  }
  await page.evaluate((text) => window.etascope.load(JSON.parse(text)), kept);
  await drop(page, 'bad.json', Buffer.from('{"etascope": 1, "experiment": {"eta": -3}}'));
  await page.getByText(/bad\.json was not loaded\. eta must be .*-3/).waitFor();
  await drop(page, 'huge.txt', Buffer.alloc(1_000_001, ' '));
  await page.getByText(/huge\.txt was not loaded\. .*1,000 kB at most/).waitFor();
  expect(await experiment()).toBe(kept);
  expect(await page.locator('.drop-target').isVisible()).toBe(false);
});
