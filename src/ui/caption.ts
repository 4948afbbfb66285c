import { etaOf } from '../experiment/circumstances';
import type { Experiment } from '../experiment/experiment';
import { method } from '../methods/table';
import type { Objective } from '../objectives/objective';
import type { Facts } from '../theory/facts';
import { type Regime, regime } from '../theory/regime';
import { countsLine } from './counts';
import { densityLine } from './density';
import { el, explain, mark, write } from './dom';
import { formulaElement } from './formula';
import { counted, decimals, figures, whole } from './numbers';
import { pairLine } from './pair';
import { type Part, whenChanged } from './part';
import { roomText } from './room';
import type { Session } from './session';

const ROOM =
  'So many particles fill the memory that the graphics adapter grants. ' +
  'Fewer pairs or methods leave room for longer trails, and for cycles of longer periods to be recognised.';

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
  const counts = el('p', { class: 'caption-counts' });
  const density = densityLine(instrument);
  const room = el('p', { class: 'caption-words' });
  explain(room, ROOM);
  const pair = pairLine(session);
  const children = [formula, numbers, words, counts, density.element, room, pair.element];
  const element = el('section', { class: 'caption card', 'aria-label': 'Caption' }, ...children);
  if (!eta || !product || !step || !time) return { element, update: () => undefined };
  numbers.append(eta.element, product.element, step.element, time.element);
  root.append(element);
  // The legend above makes room.
  const observer = new ResizeObserver(() => {
    document.documentElement.style.setProperty('--caption', `${element.offsetHeight}px`);
  });
  observer.observe(element);

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
    const { methods, eta: rate, fate, fan } = instrument.experiment;
    step.element.hidden = time.element.hidden = methods.length === 0;
    product.element.hidden = methods.length > 0 && methods.every((id) => method(id).kind === 'flow'); // none of them jumps
    numbers.hidden = methods.length === 0 && !fate && !fan; // nobody asks for η
    step.set(whole(instrument.step));
    time.set(timeText(instrument.time, rate));
    const pairs = methods.length === 0 ? '' : counted(instrument.count, 'pair');
    write(rest, word.textContent === '' || pairs === '' ? pairs : ` · ${pairs}`);
    const told = countsLine(instrument);
    counts.hidden = told === null;
    write(counts, told === '' ? pairs : (told ?? ''));
    density.update();
    const short = roomText(instrument);
    room.hidden = short === '';
    write(room, short);
    pair.update();
  };
  const dispose = (): void => {
    observer.disconnect();
    element.remove();
  };
  return { element, update, dispose };
}

/** What gradient descent does at its η, if it is on; and that nothing is on, if so. */
function verdictOn(experiment: Experiment, facts: Facts): Regime {
  const { methods } = experiment;
  if (methods.length === 0 && (experiment.fate || experiment.fan || experiment.lesson !== null))
    return { word: '', sentence: '' };
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
