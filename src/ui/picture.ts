import { asked } from './asked';
import { type FormatOptions, formatOf } from './export/format';
import { withText } from './export/pngText';
import { Sheet } from './export/sheet';
import { showNow } from './part';
import type { Session } from './session';

/**
 * A PNG of what is on screen, theme included, without the panel: the plane, axes, caption and legends. The plane is drawn
 * anew in the format that is asked for. The link of the experiment is in the file, as the text `etascope`.
 *
 * @throws RangeError if the format is not allowed; Error while a clip is being made
 */
export async function takePicture(session: Session, options: FormatOptions = {}): Promise<Blob> {
  const { instrument } = session;
  if (instrument.isFilming)
    throw new Error('A clip is being made: there are pictures again when it is done.');
  await instrument.whole();
  const format = formatOf(instrument, asked(options));
  const sheet = new Sheet(session, format, options);
  instrument.lend(format);
  try {
    sheet.paint();
  } finally {
    instrument.lend(null);
    instrument.drawNow(); // nobody shall see it stretched
    showNow();
  }
  return withText(await pngOf(sheet.canvas), { etascope: session.link, Software: 'etascope' });
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The browser could not make a PNG of the picture.'));
      else resolve(blob);
    }, 'image/png');
  });
}
