import type { Constants } from '../../theory/constants';
import { type Tuning, tunings } from '../../theory/momentum';
import { applyTuning } from '../actions';
import { button, el, explain, write } from '../dom';
import { figures, upperFirst } from '../numbers';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { addSlider, belongsTo, type Desk, nameAsFormula } from './controls';
import { factorText } from './facts';
import { decayScale } from './scale';

/** Which tunings there are: named from curvatures for which all of them exist. */
const NAMED = tunings({ L: 1, mu: 1 });

/** β of heavy ball, Nesterov and the flow that they follow, and buttons for its classical values. */
export function addMomentum(desk: Desk): Part {
  const { session, folder } = desk;
  const slider = addSlider(desk, 'momentum', decayScale(), {
    title: 'β',
    tip: 'Momentum: how much of its velocity a particle keeps at every step. Good: 0.9; 0 is gradient descent.',
  });
  nameAsFormula(slider, 'β');
  const buttons = el('div', { class: 'tunings', role: 'group', 'aria-label': 'Classical values of η and β' });
  const note = el('p', { class: 'setting-note' });
  folder.$children.append(buttons, note);
  belongsTo('momentum', slider.domElement, buttons);
  const { instrument } = session;
  const update = whenChanged(
    () => [instrument.constants, session.experiment.methods],
    (constants, methods) => {
      const known = tunings(constants);
      const named = NAMED.filter(({ method }) => methods.includes(method));
      const find = ({ label }: Tuning) => known.find((tuning) => tuning.label === label);
      buttons.replaceChildren(...named.map((name) => tuningButton(session, name, find(name))));
      write(note, named.length > 0 && known.length === 0 ? whyNone(constants) : '');
    },
  );
  return { update };
}

function tuningButton(session: Session, { label, formula }: Tuning, tuning: Tuning | undefined): HTMLElement {
  const numbers = tuning === undefined ? '' : `β ${figures(tuning.momentum, 3)}, η ${figures(tuning.eta, 3)}`;
  const value = el('span', { class: 'tuning-value' }, numbers);
  const press = (): void => {
    if (tuning !== undefined) applyTuning(session, tuning);
  };
  const element = button({ class: 'tuning' }, press, el('span', {}, upperFirst(label)), ' ', value);
  element.disabled = tuning === undefined;
  const rate = tuning === undefined ? whyNone(session.instrument.constants) : rateOf(tuning);
  explain(element, `${formula}. ${rate}`);
  return element;
}

function rateOf({ rate }: Tuning): string {
  return `Here × ${factorText(rate)} a step. Sets β, and the method’s own factor on η.`;
}

function whyNone({ mu, scope }: Constants): string {
  const where = scope === 'exact' ? '' : ' in view';
  return mu > 0
    ? 'κ = L/μ is too large for them: β would be 1.'
    : `There are none: f is not strongly convex${where} (μ = ${figures(mu, 3)}).`;
}
