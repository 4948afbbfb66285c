import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readArguments, USAGE } from '../../scripts/figureOptions.mjs';
import { privateFolder, root } from '../../scripts/paths.mjs';

const LINK = '#lesson=zigzag';

describe('the command that draws figures', () => {
  test('takes a link, a file and options, in any order', () => {
    expect(readArguments([LINK, 'out.png'])).toMatchObject({
      link: LINK,
      file: 'out.png',
      format: 'png',
      width: 1280,
      height: 720,
      scale: 1,
      steps: 100,
      legend: true,
      caption: true,
    });
    const args = ['--no-legend', '--size', '1600x1000', LINK, '--scale=2.5', 'a/b.WebM', '--seconds', '2'];
    expect(readArguments(args)).toMatchObject({
      format: 'webm',
      width: 1600,
      height: 1000,
      scale: 2.5,
      seconds: 2,
      steps: 0,
      legend: false,
      caption: true,
    });
  });

  test.each([LINK, 'lesson=zigzag', `https://example.org/etascope/${LINK}`])('takes the link %s', (link) => {
    expect(readArguments([link, 'out.png']).link).toBe(LINK);
  });

  test.each([
    [[], 'takes a link and a file (given: nothing)'],
    [[LINK], 'shells take what follows a bare #'],
    [[LINK, 'a.png', 'b.png'], 'takes a link and a file'],
    [[LINK, 'a.gif'], 'ends in .png, .webp, .webm, .mp4 (given: “a.gif”)'],
    [[LINK, 'a.png', '--sise', '1x1'], 'There is no option “--sise”; there are --size,'],
    [[LINK, 'a.png', '--size'], '--size needs a value: --size WxH'],
    [[LINK, 'a.png', '--size', '1600'], 'as in 1600x1000 (given: “1600”)'],
    [[LINK, 'a.png', '--size', '10x1000'], '--size is a number from 200 to 8192 (given: “10”)'],
    [[LINK, 'a.png', '--size', '4000x1000', '--scale', '3'], '12000 pixels on its longer side; 8192'],
    [[LINK, 'a.png', '--scale', 'big'], '--scale is a number from 1 to 4 (given: “big”)'],
    [[LINK, 'a.png', '--steps', '1.5'], '--steps is a whole number'],
    [[LINK, 'a.png', '--steps='], '--steps is a number from 0'],
    [[LINK, 'a.png', '--fps', '30'], '--fps is for clips, and a.png is a picture'],
    [[LINK, 'a.png', '--no-legend=1'], '--no-legend takes no value'],
  ])('refuses %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });

  test('ends with 1 and writes nothing where it cannot, and tells its options', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(root, 'scripts/figure.mjs'), ...args], { encoding: 'utf8' });
    const file = join(privateFolder('figure'), 'a.png');
    const refused = run(LINK, file, '--scale', '9');
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toBe('--scale is a number from 1 to 4 (given: “9”).\n');
    expect(existsSync(file)).toBe(false);
    expect(run(LINK, join(file, 'b.png')).stderr).toContain('There is no folder');
    expect(run('--help').stdout).toBe(`${USAGE}\n`);
  });
});
