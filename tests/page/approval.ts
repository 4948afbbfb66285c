import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { LESSONS } from '../../src/experiment/lessons';

/*
 * The picture of every lesson in every theme, small and grey, against one that somebody has looked at and approved. All
 * lessons of a theme are tiled into one file: tests/page/approved/<theme>.png. ETASCOPE_APPROVE=1 draws them anew.
 */

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'approved');
const APPROVING = process.env['ETASCOPE_APPROVE'] === '1';
const THEMES = ['dark', 'light', 'projector'] as const;
type Theme = (typeof THEMES)[number];
const COLUMNS = 6;
const TILE = { width: 72, height: 48 };
/** Steps after which a lesson's picture is taken, where 12 are too many or too few. */
const STEPS: Readonly<Record<string, number>> = {
  landscape: 0,
  flat: 60,
  flow: 40,
  energy: 60,
  eigenbasis: 40,
};
/** Long work that has to be done first. */
const DONE: Readonly<Record<string, string>> = {
  fractal: '.fate-progress.idle',
  summary: '.fan-verdict:has-text("settles")',
};
/** Grey levels of 255: mean difference of a tile, and of the most different block of 8 × 8 pixels. Other drivers round otherwise. */
const MEAN = 3;
const BLOCK = 24;
const SIDE = 8;

type Tile = readonly number[];

/** The pictures of lessons, as they are taken one by one, and what was approved. */
export class Approval {
  readonly #taken = new Map<string, Readonly<Record<Theme, Tile>>>();
  #approved: ReadonlyMap<Theme, readonly Tile[]> | null = null;

  /**
   * Takes the pictures of the lesson that the page shows from its first step, and leaves the dock closed.
   *
   * @returns in which themes it is not as approved, by how much
   */
  async differences(page: Page, id: string): Promise<readonly string[]> {
    await page.evaluate((steps) => window.etascope.advance(steps), STEPS[id] ?? 12);
    const done = DONE[id];
    if (done !== undefined) await page.locator(done).waitFor({ state: 'attached', timeout: 30_000 });
    await page.evaluate(quiet);
    const tiles = await page.evaluate(tilesOfThemes, { themes: THEMES, ...TILE });
    this.#taken.set(id, tiles);
    if (APPROVING) return [];
    this.#approved ??= await readApproved(page);
    const n = LESSONS.findIndex((lesson) => lesson.id === id);
    const approved = this.#approved;
    return THEMES.flatMap((theme) => unlike(theme, tiles[theme], approved.get(theme)?.[n] ?? []));
  }

  /** Makes what was taken the approved pictures, if that was asked for and nothing is missing. */
  async approve(page: Page): Promise<void> {
    const all = LESSONS.map(({ id }) => this.#taken.get(id)).filter((tiles) => tiles !== undefined);
    if (!APPROVING || all.length < LESSONS.length) return;
    mkdirSync(FOLDER, { recursive: true });
    for (const theme of THEMES) {
      const tiles = all.map((one) => one[theme]);
      const png = await page.evaluate(sheetOf, { tiles, columns: COLUMNS, ...TILE });
      writeFileSync(fileOf(theme), Buffer.from(png, 'base64'));
    }
  }
}

const fileOf = (theme: Theme): string => join(FOLDER, `${theme}.png`);

async function readApproved(page: Page): Promise<ReadonlyMap<Theme, readonly Tile[]>> {
  const sheets = THEMES.map(async (theme) => {
    const png = readFileSync(fileOf(theme)).toString('base64');
    const sheet = { png, count: LESSONS.length, columns: COLUMNS, ...TILE };
    return [theme, await page.evaluate(tilesOf, sheet)] as const;
  });
  return new Map(await Promise.all(sheets));
}

/** What is to be said of a tile that is not as approved. */
function unlike(theme: Theme, tile: Tile, approved: Tile): readonly string[] {
  const differences = tile.map((grey, at) => grey - (approved[at] ?? 0));
  const mean = average(differences.map(Math.abs));
  const block = Math.max(...blocksOf(differences).map((values) => Math.abs(average(values))));
  if (mean <= MEAN && block <= BLOCK) return [];
  return [`${theme}: ${mean.toFixed(1)} grey levels in the mean, ${block.toFixed(1)} at most`];
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function blocksOf(values: readonly number[]): readonly (readonly number[])[] {
  const across = TILE.width / SIDE;
  const blocks: number[][] = Array.from({ length: across * (TILE.height / SIDE) }, () => []);
  for (const [at, value] of values.entries()) {
    const row = Math.floor(at / TILE.width);
    blocks[Math.floor(row / SIDE) * across + Math.floor((at % TILE.width) / SIDE)]?.push(value);
  }
  return blocks;
}

/**
 * In the page: the pointer is elsewhere; densities are counted at leisure, and would be at another count every time; the plane
 * has all of the window, for what the dock leaves of it depends on the theme.
 */
async function quiet(): Promise<void> {
  const plane = document.querySelector<HTMLCanvasElement>('#plane');
  plane?.dispatchEvent(new PointerEvent('pointerleave'));
  await window.etascope.load({ density: false, dock: 'closed' });
  const fits = () =>
    plane?.clientHeight === innerHeight && plane.height * innerWidth === plane.width * innerHeight;
  while (!fits()) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** In the page: the picture of the plane in all themes, small and grey, row by row. */
async function tilesOfThemes({
  themes,
  width,
  height,
}: typeof TILE & { themes: readonly Theme[] }): Promise<Record<Theme, number[]>> {
  const { etascope } = window;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2D canvas');
  const tileOf = async (theme: Theme) => {
    await etascope.load({ theme });
    const picture = await etascope.picture({ legend: false, caption: false, axes: false });
    const size = { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' } as const;
    context.drawImage(await createImageBitmap(picture, size), 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const grey = (at: number) =>
      Math.round(0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0));
    return Array.from({ length: width * height }, (_, n) => grey(4 * n));
  };
  const tiles: [Theme, number[]][] = [];
  for (const theme of themes) tiles.push([theme, await tileOf(theme)]);
  return Object.fromEntries(tiles) as Record<Theme, number[]>;
}

type Sheet = typeof TILE & { readonly columns: number };

/** In the page: tiles as one PNG, in base64. */
async function sheetOf({
  tiles,
  columns,
  width,
  height,
}: Sheet & { tiles: readonly Tile[] }): Promise<string> {
  const sheet = new OffscreenCanvas(columns * width, Math.ceil(tiles.length / columns) * height);
  const context = sheet.getContext('2d');
  if (context === null) throw new Error('no 2D canvas');
  for (const [n, tile] of tiles.entries()) {
    const pixels = new Uint8ClampedArray(tile.flatMap((grey) => [grey, grey, grey, 255]));
    const image = new ImageData(pixels, width, height);
    context.putImageData(image, (n % columns) * width, Math.floor(n / columns) * height);
  }
  const bytes = new Uint8Array(await (await sheet.convertToBlob({ type: 'image/png' })).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
}

/** In the page: the tiles of such a PNG. */
async function tilesOf({
  png,
  count,
  columns,
  width,
  height,
}: Sheet & { png: string; count: number }): Promise<Tile[]> {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', {
    willReadFrequently: true,
  });
  if (context === null) throw new Error('no 2D canvas');
  context.drawImage(bitmap, 0, 0);
  return Array.from({ length: count }, (_, n) => {
    const { data } = context.getImageData(
      (n % columns) * width,
      Math.floor(n / columns) * height,
      width,
      height,
    );
    return Array.from({ length: width * height }, (__, at) => data[4 * at] ?? 0);
  });
}
