import { expect, test } from 'vitest';
import { METHODS, method } from '../../src/methods/table';
import { bytesPerPair, roomFor, startLimit } from '../../src/passes/room';

const MIB = 2 ** 20;
/** What WebGPU grants everywhere. */
const DEFAULTS = { maxStorageBufferBindingSize: 128 * MIB, maxBufferSize: 256 * MIB };
const LARGE = { maxStorageBufferBindingSize: 2 ** 31 - 4, maxBufferSize: 2 ** 31 };
const PAIR = [method('gd'), method('gf')];

test('a million pairs of gradient descent and flow take 200 bytes each at trail 8', () => {
  const room = roomFor(DEFAULTS, { trail: 8, methods: 2 }, 1e6);
  expect(room.trail).toBe(8);
  expect(room.longestPeriod).toBe(7);
  expect(bytesPerPair(room, PAIR)).toBeLessThan(199);
});

test('what was asked for is kept where there is room, and told where there is not', () => {
  expect(roomFor(LARGE, { trail: 32, methods: 2 }, 1e6)).toMatchObject({ trail: 32, longestPeriod: 16 });
  expect(roomFor(DEFAULTS, { trail: 32, methods: 2 }, 1e6)).toMatchObject({ trail: 16, longestPeriod: 14 });
  expect(roomFor(DEFAULTS, { trail: 32, methods: 2 }, 1e4)).toMatchObject({ trail: 32, longestPeriod: 16 });
  // However much an adapter grants a buffer, all of them together have to fit.
  expect(roomFor(LARGE, { trail: 512, methods: 12 }, 1e6).trail).toBeLessThan(12);
});

test('no buffer is larger than the adapter grants, up to the limit of starts', () => {
  for (const limits of [DEFAULTS, LARGE]) {
    for (const count of [1, 2000, 20_000, 1e5, 1e6, startLimit(limits)]) {
      for (const trail of [2, 32, 512]) {
        const { slots } = roomFor(limits, { trail, methods: METHODS.length }, count);
        for (const kept of [slots.map, slots.flow]) {
          expect(kept).toBeGreaterThan(2);
          expect(8 * kept * (count + 64)).toBeLessThanOrEqual(limits.maxStorageBufferBindingSize);
        }
      }
    }
  }
});
