import { paintElement } from './paint';
import { showNow } from './part';
import type { Session } from './session';

/** What lies over the plane and belongs to its picture, from back to front. */
const PAINTED = '.line-on-plane, .axes, .fan-overlay, .caption, .legend, .scale';

/** The page has this class while it is painted: what is there only to be operated is then hidden. */
const PICTURED = 'pictured';

/** A PNG of what is on screen, theme included, without the panel: the plane, axes, caption and legends. */
export async function takePicture({ instrument }: Session): Promise<Blob> {
  showNow(); // what lies over the plane may be a frame behind it
  // All in one task: a canvas of WebGPU keeps its picture no longer.
  const plane = instrument.drawNow();
  const canvas = document.createElement('canvas');
  canvas.width = plane.width;
  canvas.height = plane.height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no 2D canvas to paint the picture on.');
  context.drawImage(plane, 0, 0);
  document.documentElement.classList.add(PICTURED);
  for (const element of document.querySelectorAll(PAINTED)) {
    paintElement(context, element, instrument.window.density);
  }
  document.documentElement.classList.remove(PICTURED);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The browser could not make a PNG of the picture.'));
      else resolve(blob);
    }, 'image/png');
  });
}
