import { fileName } from './actions';
import { download } from './download';
import { fateCsv, fateNpy } from './mapExport';
import { showNotice } from './notice';
import { takePicture } from './picture';
import type { Session } from './session';

/** Saves the fate map on screen: as a picture with its legend, or every pixel of it as data. */
export async function saveFates(session: Session, kind: 'png' | 'csv' | 'npy'): Promise<void> {
  const map = session.instrument.fate?.map;
  if (map === undefined) {
    showNotice({ text: 'There is no fate map yet: wait for its first picture.' });
    return;
  }
  const name = `etascope fates ${fileName(session)}.${kind}`;
  if (kind === 'png') download(await takePicture(session), name);
  else if (kind === 'csv') download(new Blob([fateCsv(map)], { type: 'text/csv' }), name);
  else download(new Blob([fateNpy(map)], { type: 'application/octet-stream' }), name);
}
