import { GUI } from 'lil-gui';
import { reset } from '../actions';
import type { Help } from '../help';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { addButton, addSlider } from './controls';
import { fillEnsemble } from './ensemble';
import { fillEta } from './eta';
import { fillLargeEta } from './largeEta';
import { fillMethods } from './methods';
import { fillObjective } from './objective';
import { logScale } from './scale';
import { fillTheory } from './theory';
import { transport } from './transport';
import { fillView } from './view';

/** On windows narrower than this the panel is closed at first. */
const NARROW = 700;

/** Everything that can be set. It shows the experiment, whoever changes it. */
export function mountPanel(session: Session, root: HTMLElement, help: Help): Part {
  const panel = new GUI({ container: root, title: 'etascope', injectStyles: false, touchStyles: 0 });
  panel.domElement.setAttribute('role', 'region');
  panel.domElement.setAttribute('aria-label', 'Panel');
  const clock = transport(session, help);
  panel.$children.append(clock.element);
  const speed = addSlider({ session, folder: panel }, 'speed', logScale(0.1, 1000), {
    title: 'speed',
    tip: 'Steps per second. Good: 8; below 2 one can follow single jumps.',
  });
  const parts = [
    clock,
    fillObjective(session, panel.addFolder('Objective')),
    fillEta(session, panel.addFolder('Learning rate')),
    fillTheory(session, panel.addFolder('Theory').close()),
    fillMethods(session, panel.addFolder('Methods').close()),
    fillEnsemble(session, panel.addFolder('Ensemble').close()),
  ];
  fillLargeEta(session, panel.addFolder('Large η').close());
  fillView(session, panel.addFolder('View').close());
  addButton({ session, folder: panel }, 'Reset', 'Everything back to how the page opened at first.', () => {
    void reset(session);
  });
  speed.domElement.classList.add('speed-row');
  if (innerWidth <= NARROW) panel.close();

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
