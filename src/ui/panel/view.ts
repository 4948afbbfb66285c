import type { GUI } from 'lil-gui';
import { goHome } from '../actions';
import type { Session } from '../session';
import { addButton, belongsTo, describe, settingOf } from './controls';

const LOOKS = { 'by count': 'auto', strokes: 'strokes', light: 'light' } as const;

/** How it is drawn. */
export function fillView(session: Session, folder: GUI): void {
  const look = folder.add(settingOf(session, 'look'), 'value', LOOKS).name('trails');
  describe(
    look,
    'Strokes with round joins, or light that adds up. By count: strokes up to 400 pairs, light beyond.',
  );
  const contours = folder.add(settingOf(session, 'contours'), 'value').name('contours');
  describe(contours, 'The bands and lines of equal f.');
  const arrows = folder.add(settingOf(session, 'arrows'), 'value').name('arrows of −∇f');
  describe(arrows, 'Which way and how steeply f falls.');
  const apart = folder.add(settingOf(session, 'apart'), 'value').name('gap between GD and GF');
  describe(
    apart,
    'Colours every start by how far gradient descent and gradient flow from there are apart at the same time.',
  );
  belongsTo('apart', apart.domElement);
  const theme = folder
    .add(settingOf(session, 'theme'), 'value', ['dark', 'light', 'projector'])
    .name('theme');
  describe(theme, 'Dark for the screen, light for paper, projector for the back row. Key: P.');
  addButton(
    { session, folder },
    'Home view',
    'Shows the objective as it was at first. Key: 0, or a double click.',
    () => goHome(session),
  );
}
