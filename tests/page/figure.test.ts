import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { expect, inject, test } from 'vitest';
import { completeFigure } from '../../scripts/figureOptions.mjs';
import { shoot } from '../../scripts/shoot.mjs';
import { useBrowser } from './open';

const { browser } = useBrowser();
/** Pages of their own, one after the other. */
const PATIENT = { timeout: 120_000 };
const SIZE = { width: 480, height: 270 };
const draw = (link: string, rest: Partial<Parameters<typeof shoot>[2]> = {}) =>
  shoot(browser(), inject('pageUrl'), { ...completeFigure(link), ...SIZE, steps: 3, format: 'png', ...rest });

test(
  'a picture has the pixels that are asked for, its link, and no legend where none is wanted',
  PATIENT,
  async () => {
    const whole = await draw('#lesson=zigzag', { scale: 2, theme: 'light' });
    expect(whole.toString('latin1', 1, 4)).toBe('PNG');
    expect([whole.readUInt32BE(16), whole.readUInt32BE(20)]).toEqual([960, 540]);
    expect(whole.includes('#lesson=zigzag&theme=light')).toBe(true);
    const bare = await draw('#lesson=zigzag', { scale: 2, theme: 'light', legend: false, caption: false });
    expect(bare.length).toBeLessThan(0.97 * whole.length);
  },
);

test('a clip has as many frames as its seconds hold', async () => {
  const shares: number[] = [];
  const link = '#lesson=zigzag&speed=20';
  const clip = await shoot(
    browser(),
    inject('pageUrl'),
    { ...completeFigure(link), ...SIZE, steps: 2, seconds: 0.5, fps: 10, format: 'webm' },
    (share) => shares.push(share),
  );
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(clip) });
  const track = await input.getPrimaryVideoTrack();
  expect((await track?.computePacketStats())?.packetCount).toBe(5);
  expect(await input.computeDuration()).toBeCloseTo(0.5, 2);
  expect(shares.at(-1)).toBe(1);
});

test('a link that is not allowed is refused, with all that is wrong in it', async () => {
  await expect(draw('#lesson=zag&eta=-1')).rejects.toThrow(
    /^Not allowed in a link: eta must be .*; lesson must be one of/,
  );
});
