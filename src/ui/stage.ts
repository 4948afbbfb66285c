import type { Instrument } from '../instrument';

/** Keeps the picture as large as the canvas, to the device pixel, at any zoom of the browser and on any screen. */
export function keepSize(instrument: Instrument, canvas: HTMLCanvasElement): () => void {
  const observer = new ResizeObserver(([entry]) => {
    const box = entry?.devicePixelContentBoxSize?.[0];
    const ratio = devicePixelRatio;
    const width = box?.inlineSize ?? canvas.clientWidth * ratio;
    const height = box?.blockSize ?? canvas.clientHeight * ratio;
    if (width > 0 && height > 0) instrument.resize(width, height, ratio);
  });
  try {
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(canvas); // Safari does not know that box
  }
  return () => observer.disconnect();
}
