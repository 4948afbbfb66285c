import { fileName } from '../actions';
import { el } from '../dom';
import { download } from '../download';
import { takePicture } from '../picture';
import type { Session } from '../session';
import { footer } from './controls';
import { formatOf, sizeText } from './format';
import { formatChoice, formatFields, optionsOf } from './formatFields';
import type { ExportTab } from './tab';

const chosen = formatChoice();

/** A PNG of what is on screen. */
export function pictureTab(session: Session): ExportTab {
  const save = async (): Promise<void> => {
    end.button.disabled = true;
    try {
      download(await takePicture(session, optionsOf(chosen)), `etascope ${fileName(session)}.png`);
      end.update();
    } catch (error) {
      end.refuse(error);
    }
  };
  const describe = (): string =>
    `${sizeText(formatOf(session.instrument, optionsOf(chosen)))}, with its link inside`;
  const end = footer('Save PNG', describe, () => void save());
  const fields = formatFields(session, chosen, end.update);
  return {
    id: 'picture',
    title: 'Picture',
    panel: el('div', {}, ...fields, end.element),
    update: end.update,
  };
}
