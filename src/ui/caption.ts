import { etaOf } from '../experiment/circumstances';
import type { Experiment } from '../experiment/experiment';
import type { Objective } from '../objectives/objective';
import type { Facts } from '../theory/facts';
import { type Regime, regime } from '../theory/regime';
import { densityLine } from './density';
import { el, mark, write } from './dom';
import { formulaElement } from './formula';
import { counted, decimals, figures, whole } from './numbers';
import { pairLine } from './pair';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** What is on screen, in formulas and numbers that the back row can read. */
export interface Caption extends Part {
  readonly element: HTMLElement;
}

export function mountCaption(session: Session, root: HTMLElement): Caption {
  const { instrument } = session;
  const formula = el('p', { class: 'caption-formula' });
  const [eta, product, step, time] = ['η', 'ηL', 'k', 't'].map((name) => reading(name));
  const numbers = el('p', { class: 'caption-numbers' });
  const word = el('strong');
  const rest = el('span');
  const words = el('p', { class: 'caption-words' }, word, rest);
  const density = densityLine(instrument);
  const pair = pairLine(session);
  const children = [formula, numbers, words, density.element, pair.element];
  const element = el('section', { class: 'caption card', 'aria-label': 'Caption' }, ...children);
  if (!eta || !product || !step || !time) return { element, update: () => undefined };
  numbers.append(eta.element, product.element, step.element, time.element);
  root.append(element);

  const showFormula = whenChanged(
    () => [instrument.objective],
    (objective) => formula.replaceChildren(...formulaOf(objective)),
  );
  const showEta = whenChanged(
    () => [instrument.experiment, instrument.facts],
    (experiment, facts) => {
      const { constants } = facts;
      eta.set(figures(experiment.eta, 4));
      product.set(figures(experiment.eta * constants.L, 3));
      mark(product.element, 'title', scopeOf(constants));
      const verdict = verdictOn(experiment, facts);
      write(word, verdict.word);
      mark(word, 'title', verdict.sentence);
    },
  );
  const update = () => {
    showFormula();
    showEta();
    const { methods, eta: rate } = instrument.experiment;
    step.element.hidden = time.element.hidden = methods.length === 0;
    step.set(whole(instrument.step));
    time.set(timeText(instrument.time, rate));
    const pairs = methods.length === 0 ? '' : counted(instrument.count, 'pair');
    write(rest, word.textContent === '' || pairs === '' ? pairs : ` · ${pairs}`);
    density.update();
    pair.update();
  };
  return { element, update, dispose: () => element.remove() };
}

/** What gradient descent does at its η, if it is on; and that nothing is on, if so. */
function verdictOn(experiment: Experiment, facts: Facts): Regime {
  const { methods } = experiment;
  if (methods.length === 0)
    return { word: 'no method is on', sentence: 'Nothing moves: add a method in the legend.' };
  if (!methods.includes('gd')) return { word: '', sentence: '' };
  return regime(facts, etaOf(experiment, 'gd'));
}

/** "η = 0.045" with room for its number to change without moving the next one. */
function reading(name: string): { readonly element: HTMLElement; readonly set: (text: string) => void } {
  const value = el('span', { class: 'reading-value' });
  const letter = el('span', { class: 'reading-name' }, name);
  const element = el('span', { class: 'reading' }, letter, ' = ', value);
  return { element, set: (text) => write(value, text) };
}

/** To a tenth of a step, always with the same decimals: a number that runs must not jump. */
function timeText(time: number, eta: number): string {
  const places = 1 - Math.floor(Math.log10(eta));
  return places <= 6 && time < 1e5 ? decimals(time, places) : figures(time, 4);
}

function scopeOf({ L, scope }: { readonly L: number; readonly scope: 'exact' | 'view' }): string {
  const where = scope === 'exact' ? 'exact, the same everywhere' : 'the largest curvature measured in view';
  return `L = ${figures(L, 4)}, ${where}`;
}

function formulaOf({ expression, letters, parameters }: Objective): readonly (Node | string)[] {
  const name = el(
    'span',
    { class: 'formula' },
    el('var', {}, 'f'),
    '(',
    el('var', {}, 'x'),
    ', ',
    el('var', {}, 'y'),
    ') = ',
  );
  const values = letters.map((letter) => `${letter} = ${figures(parameters[letter] ?? Number.NaN, 4)}`);
  const given = el('span', { class: 'caption-parameters' }, values.join(', '));
  return [name, formulaElement(expression), ...(values.length > 0 ? [' ', given] : [])];
}
