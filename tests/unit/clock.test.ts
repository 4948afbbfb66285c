import { expect, test } from 'vitest';
import { Clock } from '../../src/experiment/clock';

/** Ticks that a clock gives over so many seconds at so many frames per second. */
function ticksOver(seconds: number, framesPerSecond: number, rate: number): number {
  const clock = new Clock();
  clock.play();
  let ticks = 0;
  for (let frame = 0; frame <= seconds * framesPerSecond; frame++) {
    ticks += clock.ticksDue((1000 * frame) / framesPerSecond, rate);
  }
  return ticks + clock.fraction;
}

test.each([12, 30, 60, 144, 240])(
  'at %i frames per second the experiment runs at the same pace',
  (frames) => {
    expect(ticksOver(10, frames, 64)).toBeCloseTo(640, 6);
  },
);

test('a tab that was hidden for an hour goes on where it was', () => {
  const clock = new Clock();
  clock.play();
  clock.ticksDue(0, 64);
  expect(clock.ticksDue(3_600_000, 64)).toBe(6); // a tenth of a second
});

test('a paused clock gives no ticks, and time does not count while it stands', () => {
  const clock = new Clock();
  expect(clock.ticksDue(50, 100)).toBe(0);
  clock.play();
  clock.ticksDue(0, 100);
  expect(clock.ticksDue(55, 100)).toBe(5);
  expect(clock.fraction).toBeCloseTo(0.5);
  clock.pause();
  expect(clock.ticksDue(99, 100)).toBe(0);
  clock.play();
  expect(clock.ticksDue(5000, 100)).toBe(0);
  clock.settle();
  expect(clock.fraction).toBe(0);
});
