import { GUI } from 'lil-gui';
import { reset } from '../actions';
import { later } from '../later';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { addButton, addSlider, belongsTo } from './controls';
import { fillEta } from './eta';
import { fillObjective } from './objective';
import { logScale } from './scale';
import { shrinking } from './shrinking';
import { transport } from './transport';

/** On windows narrower or lower than this the panel is closed at first. */
const NARROW = 700;
const LOW = 500;

/** Everything that can be set. It shows the experiment, whoever changes it. */
export function mountPanel(session: Session, root: HTMLElement, help: () => void): Part {
  const panel = new GUI({ container: root, title: 'etascope', injectStyles: false, touchStyles: 0 });
  panel.domElement.setAttribute('role', 'region');
  panel.domElement.setAttribute('aria-label', 'Panel');
  const clock = transport(session, help);
  panel.$children.append(clock.element);
  const speed = addSlider({ session, folder: panel }, 'speed', logScale(0.1, 1000), {
    title: 'speed',
    tip: 'Steps per second. Good: 8; below 2 one can follow single jumps.',
  });
  const parts: Part[] = [
    clock,
    fillObjective(session, panel.addFolder('Objective')),
    fillEta(session, panel.addFolder('Learning rate')),
    folded(session, panel),
  ];
  addButton({ session, folder: panel }, 'Reset', 'Everything back to how the page opened at first.', () => {
    void reset(session);
  });
  speed.domElement.classList.add('speed-row');
  belongsTo('speed', speed.domElement);
  if (innerWidth <= NARROW || innerHeight <= LOW) panel.close();
  parts.push(shrinking(session, panel));

  const display = whenChanged(
    () => [session.experiment, session.instrument.objective],
    () => {
      for (const controller of panel.controllersRecursive()) controller.updateDisplay();
    },
  );
  const update = () => {
    for (const part of parts) part.update();
    display();
  };
  return { update, dispose: () => panel.destroy() };
}

/** The folders that are closed at first: what is in them comes after the first picture. */
function folded(session: Session, panel: GUI): Part {
  const closed = (title: string): GUI => panel.addFolder(title).close();
  const folders = {
    theory: closed('Theory'),
    methods: closed('Methods'),
    ensemble: closed('Ensemble'),
    largeEta: closed('Large η'),
    view: closed('View'),
  };
  return later(
    () => session.instrument.pictured,
    async () => {
      const { fillFolded } = await import('./folded');
      return () => fillFolded(session, folders);
    },
  );
}
