import type { GUI } from 'lil-gui';
import { etaOf } from '../../experiment/circumstances';
import { type Constants, etaMarks, etaRange } from '../../theory/constants';
import { regime } from '../../theory/regime';
import { setEta } from '../actions';
import { button, el, explain, write } from '../dom';
import { figures, glued, upperFirst } from '../numbers';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { addSlider, belongsTo } from './controls';
import { logScale } from './scale';
import type { SliderController } from './slider';

/** The learning rate: a logarithmic slider with the marks that theory puts on it, and the regime in words. */
export function fillEta(session: Session, folder: GUI): Part {
  const { instrument } = session;
  const { min, max } = etaRange(instrument.constants);
  const slider = addSlider({ session, folder }, 'eta', logScale(min, max), {
    title: 'η',
    tip: 'Learning rate. Below 1/L every direction is monotone, up to 2/L it zigzags but settles, beyond 2/L it diverges. Good: 1.8/L.',
  });
  slider.domElement.classList.add('eta-row');
  const ticks = el('div', { class: 'track-ticks', 'aria-hidden': 'true' });
  slider.slider.before(ticks);
  const marks = el('div', { class: 'eta-marks', role: 'group', 'aria-label': 'Marked learning rates' });
  const word = el('strong');
  const sentence = el('span');
  const scope = el('span', { class: 'eta-scope' });
  const words = el('p', { class: 'eta-regime', 'aria-live': 'polite' }, word, ' ', sentence, ' ', scope);
  folder.$children.append(marks, words);
  belongsTo('eta', slider.domElement, marks, words);

  const remark = whenChanged(
    () => [instrument.constants],
    (constants) => {
      const range = etaRange(constants);
      slider.rescale(logScale(range.min, range.max));
      showTicks(slider, ticks, constants);
      marks.replaceChildren(...markButtons(session, constants));
      write(scope, glued(scopeText(constants)));
    },
  );
  const rename = whenChanged(
    () => [instrument.facts, instrument.experiment.eta, etaOf(instrument.experiment, 'gd')],
    (facts, eta, own) => {
      const verdict = regime(facts, own);
      const whose = own === eta ? '' : `Here GD has η = ${figures(own, 3)}. `;
      write(word, `${upperFirst(verdict.word)}.`);
      write(sentence, glued(`${whose}${verdict.sentence}`));
    },
  );
  const update = () => {
    remark();
    rename();
  };
  return { update };
}

/** Small lines on the track, and its three stretches: monotone, zigzag, unstable. */
function showTicks(slider: SliderController, ticks: HTMLElement, constants: Constants): void {
  const lines = etaMarks(constants).map(({ eta }) => {
    const line = el('i');
    line.style.setProperty('--at', String(slider.shareOf(eta)));
    return line;
  });
  ticks.replaceChildren(...lines);
  const { style } = slider.slider;
  style.setProperty('--monotone', String(constants.L > 0 ? slider.shareOf(1 / constants.L) : 1));
  style.setProperty('--stable', String(constants.L > 0 ? slider.shareOf(constants.etaMax) : 1));
}

function markButtons(session: Session, constants: Constants): readonly HTMLElement[] {
  return etaMarks(constants).map(({ eta, label }) => {
    const value = el('span', { class: 'eta-mark-value' }, figures(eta, 3));
    const name = el('span', {}, label);
    const element = button({ class: 'eta-mark' }, () => setEta(session, eta), name, ' ', value);
    explain(element, `Sets η to ${label} = ${figures(eta, 4)}`);
    return element;
  });
}

/** Of which curvatures the statements are. */
export function scopeText({ L, mu, scope }: Constants): string {
  const numbers = `L = ${figures(L, 3)}, μ = ${figures(mu, 3)}`;
  return scope === 'exact' ? `${numbers}, exact.` : `${numbers}, measured over the view.`;
}
