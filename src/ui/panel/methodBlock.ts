import type { GUI } from 'lil-gui';
import { circumstancesOf } from '../../experiment/circumstances';
import type { Method } from '../../methods/method';
import { type Report, setFactor, toggleMethod } from '../actions';
import { button, el, explain, write } from '../dom';
import { mathElement, mathLines } from '../mathText';
import { figures } from '../numbers';
import { type Part, whenChanged } from '../part';
import { lineSample } from '../sample';
import type { Session } from '../session';
import { type Desk, describe, reportBelow } from './controls';
import { clockFact, type Fact, limitFact, rateFact } from './facts';
import { logScale } from './scale';
import { type NumberSetting, SliderController } from './slider';

/** Ends of the slider of a factor; others can be typed. */
const FACTORS = logScale(0.01, 100);

/** Of so many methods all is unfolded; of more, what is asked for. */
const FEW = 3;

/** Where on the track the stable part ends that fills all of it. */
const BEYOND_TRACK = '2';

export interface MethodBlock extends Part {
  readonly row: Method;
  readonly folder: GUI;
}

/** One method: its switch, and while it is on what theory says of it and the factor on its η. */
export function addMethodBlock({ session, folder }: Desk, row: Method): MethodBlock {
  const { instrument } = session;
  const block = folder.addFolder(row.label).close();
  const head = addHead(session, block, row);
  const equations = mathLines(row.rule).map((line) => el('p', {}, mathElement(line)));
  block.$children.append(el('div', { class: 'method-rule', title: row.source }, ...equations));
  const desk: Desk = { session, folder: block };
  const factor = addFactor(desk, row);
  const facts = addFacts(desk, row);
  const tell = whenChanged(
    () => [session.experiment, instrument.constants, instrument.objective],
    (experiment, { L, mu, scope }, objective) => {
      const here = { L, mu, scope, A: objective.quadratic?.A ?? null };
      const circumstances = circumstancesOf(experiment, row.id);
      const limit = limitFact(row, here, circumstances);
      factor.show(circumstances.eta, limit);
      facts.show(circumstances.eta, limit);
      facts.rate.show(rateFact(row, here, circumstances));
      facts.clock.show(clockFact(row, circumstances));
    },
  );
  const update = (): void => {
    head.update();
    if (isOn(session, row)) tell();
  };
  return { row, folder: block, update };
}

function isOn({ experiment }: Session, { id }: Method): boolean {
  return experiment.methods.includes(id);
}

/** The switch, how the method is drawn and its name, which unfolds what there is to say of it. */
function addHead(session: Session, block: GUI, row: Method): Part {
  block.domElement.classList.add('method');
  const box = el('input', { type: 'checkbox', class: 'method-switch', 'aria-label': row.label });
  explain(box, `Switches ${row.label} on or off. What is set here stays.`);
  const sample = lineSample(row);
  block.$title.prepend(sample.element);
  block.$title.title = row.rule;
  block.domElement.prepend(box);
  let asked = false;
  const toggle = (): void => {
    asked = !isOn(session, row);
    toggleMethod(session, row.id);
  };
  box.addEventListener('change', toggle);
  // There is nothing to unfold of a method that is off: a click on its name switches it on.
  const switchOn = (event: Event): void => {
    if (isOn(session, row)) return;
    event.stopImmediatePropagation();
    toggle();
  };
  block.$title.addEventListener('click', switchOn, { capture: true });
  const restyle = whenChanged(() => [session.instrument.experiment.theme], sample.paint);
  const arrange = whenChanged(
    () => [isOn(session, row)],
    (on) => {
      box.checked = on;
      block.domElement.classList.toggle('off', !on);
      block.open(on && (asked || session.experiment.methods.length <= FEW));
      asked = false;
    },
  );
  const update = (): void => {
    restyle();
    arrange();
  };
  return { update };
}

/** By how much η is multiplied for this method, with a mark at the largest stable one. */
function addFactor({ session, folder }: Desk, row: Method) {
  let report: Report = () => {};
  const setting: NumberSetting = {
    get: () => session.experiment.factors[row.id] ?? 1,
    set: (value) => setFactor(session, row.id, value, report),
  };
  const controller = new SliderController(folder, `factor on η of ${row.label}`, setting, FACTORS);
  controller.domElement.classList.add('factor-row');
  const again = button({ class: 'beside' }, () => setting.set(1), '× 1');
  controller.field.element.before(el('span', { class: 'factor-times', 'aria-hidden': 'true' }, '×'));
  controller.$widget.append(again);
  report = reportBelow(controller.domElement, controller.field.refuse);
  describe(
    controller,
    `Multiplies η for ${row.label} only. Good: 1, where all methods take the same η; the mark is at its stability limit.`,
  );
  explain(again, `Back to η itself for ${row.label}.`);
  const own = el('span');
  controller.$name.replaceChildren(el('var', {}, 'η'), ' = ', own);

  const show = (eta: number, { value: limit }: Fact): void => {
    write(own, figures(eta, 3));
    again.hidden = setting.get() === 1;
    const share = limit === null ? 1 : controller.shareOf((limit / eta) * setting.get());
    controller.slider.style.setProperty('--stable', share < 1 ? String(share) : BEYOND_TRACK);
  };
  return { show };
}

/** Stability limit, rate and clock, each as a formula and as a number. */
function addFacts({ session, folder }: Desk, row: Method) {
  let largest = 1;
  const toLargest = (): void => setFactor(session, row.id, largest / session.experiment.eta, () => undefined);
  const press = button({ class: 'fact-value' }, toLargest);
  const stable = factLine('limit', mathElement(row.limit), press);
  const rate = factLine('rate');
  const clock = factLine('clock', mathElement(row.clock));
  const nodes = [stable, rate, clock].flatMap((line) => line.nodes);
  folder.$children.append(el('dl', { class: 'method-facts' }, ...nodes));

  const show = (eta: number, limit: Fact): void => {
    const finite = limit.value !== null && limit.value < Number.POSITIVE_INFINITY;
    press.hidden = !finite;
    if (limit.value !== null) largest = limit.value;
    write(press, limit.text);
    explain(press, `${limit.tip} Press to give ${row.label} this η.`);
    stable.show({ ...limit, text: finite ? '' : limit.text });
    stable.warn(eta > largest && finite ? 'exceeded' : '');
  };
  return { show, rate, clock };
}

interface FactLine {
  readonly nodes: readonly HTMLElement[];
  readonly show: (fact: Fact) => void;
  /** A word behind it, for what is not as it should be. */
  readonly warn: (text: string) => void;
}

function factLine(name: string, ...before: readonly HTMLElement[]): FactLine {
  const title = el('dt', {}, name);
  const text = el('span');
  const warning = el('strong', { class: 'fact-warning' });
  const line = el('dd', {}, ...before.flatMap((node) => [node, ' ']), text, ' ', warning);
  const show = ({ text: words, tip }: Fact): void => {
    write(text, words);
    title.title = line.title = tip;
  };
  return { nodes: [title, line], show, warn: (words) => write(warning, words) };
}
