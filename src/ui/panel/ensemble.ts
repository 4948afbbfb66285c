import type { GUI } from 'lil-gui';
import { layStartsHere, removePlaced } from '../actions';
import type { Part } from '../part';
import type { Session } from '../session';
import { addButton, addSlider, belongsTo, type Desk, describe, settingOf } from './controls';
import { logScale } from './scale';
import { addCount, addLayout, addSeed } from './starts';

/** Which particles there are. */
export function fillEnsemble(session: Session, folder: GUI): Part {
  const desk: Desk = { session, folder };
  const count = addCount(desk);
  const layout = addLayout(desk);
  addSeed(desk);
  const endless = folder.add(settingOf(session, 'respawn'), 'value').name('endless field');
  describe(
    endless,
    'Particles start afresh after a while, so that the field never dies. Off: every particle lives on.',
  );
  belongsTo('respawn', endless.domElement);
  addSlider(desk, 'trail', logScale(2, 512, true), {
    title: 'trail',
    tip: 'Positions kept and drawn per particle. Good: 32; fewer for very many pairs.',
  });
  const tip = 'Lays the starts over what is on screen now, instead of the home view.';
  addButton(desk, 'Starts over this view', tip, () => layStartsHere(session));
  const remove = addButton(desk, 'Remove placed', 'Takes away the pairs that were placed by a click.', () =>
    removePlaced(session),
  );
  const update = () => {
    count.update();
    layout.update();
    remove.enable(session.experiment.placed.length > 0);
  };
  return { update };
}
