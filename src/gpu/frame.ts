import { Layout } from './layout';

/** `struct Frame` of frame.wgsl: the window onto the plane. */
export const frameLayout = new Layout('Frame', {
  size: 'vec2f',
  centre: 'vec2f',
  scale: 'f32',
  density: 'f32',
  hold: 'f32',
  breadth: 'u32',
});
