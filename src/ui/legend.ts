import type { Method, MethodId } from '../methods/method';
import { METHODS } from '../methods/table';
import { toggleMethod } from './actions';
import { countsText } from './counts';
import { button, el, explain, mark, write } from './dom';
import { escapesBlock } from './escapes';
import { attachMenu, type MenuItem, menuSwitch } from './menu';
import { figures } from './numbers';
import { type Part, whenChanged } from './part';
import { lineSample } from './sample';
import type { Session } from './session';

/** More rows than this take one line each. */
const ROOMY = 4;
/** So many methods that were switched off here stay listed, dimmed, to be switched on again where they were. */
const AT_HAND = 2;
/** Keeps the line where nothing has been counted. */
const EM_SPACE = '\u2003';

export interface Legend extends Part {
  readonly element: HTMLElement;
  /** Opens or closes the list of the methods that are off. */
  readonly toggleMenu: () => void;
}

interface Row extends Part {
  readonly id: MethodId;
  readonly element: HTMLElement;
}

/** The methods that are on, how each is drawn, and how its particles fare; the others wait behind a button. */
export function mountLegend(session: Session, root: HTMLElement): Legend {
  /** Methods that were switched off here, the latest last. */
  let off: readonly MethodId[] = [];
  const toggle = (id: MethodId): void => {
    const others = off.filter((other) => other !== id);
    off = session.experiment.methods.includes(id) ? [...others, id] : others;
    toggleMethod(session, id);
  };
  const rows = METHODS.map((method) => legendRow(session, method, () => toggle(method.id)));
  const list = el('div', { class: 'legend-rows' }, ...rows.map((row) => row.element));
  const add = addButton();
  const escapes = escapesBlock(session);
  const element = el(
    'section',
    { class: 'legend card', 'aria-label': 'Methods' },
    list,
    escapes.element,
    add,
  );
  root.append(element);
  const menu = attachMenu(add, root, 'Methods to add', () => menuItems(session));

  // Nothing moves under the pointer: rows go once it, or the focus, has turned away.
  const turnAway = (): void => {
    if (element.matches(':hover, :focus-within')) return;
    off = off.slice(-AT_HAND);
    arrange(); // there may be no next frame
  };
  element.addEventListener('pointerleave', turnAway);
  element.addEventListener('focusout', () => setTimeout(turnAway));

  const arrange = whenChanged(
    () => [session.experiment.methods, off],
    (methods, atHand) => {
      const shown = rows.filter(({ id }) => methods.includes(id) || atHand.includes(id));
      for (const row of rows) row.element.hidden = !shown.includes(row);
      element.classList.toggle('dense', shown.length > ROOMY);
      add.hidden = methods.length === METHODS.length;
    },
  );
  const update = (): void => {
    arrange();
    for (const row of rows) row.update();
    escapes.update();
    menu.update();
  };
  const dispose = (): void => {
    menu.dispose();
    element.remove();
  };
  return { element, toggleMenu: menu.toggle, update, dispose };
}

function addButton(): HTMLButtonElement {
  const plus = el('span', { class: 'legend-plus', 'aria-hidden': 'true' }, '+');
  const name = el('span', { class: 'legend-name' }, 'add a method');
  const element = button({ class: 'legend-add', 'aria-label': 'Add a method' }, () => undefined, plus, name);
  explain(element, 'Lists the methods that are off. Key: M.');
  return element;
}

function legendRow(session: Session, method: Method, toggle: () => void): Row {
  const { instrument } = session;
  const sample = lineSample(method);
  const counts = el('span', { class: 'legend-counts' });
  const name = el('span', { class: 'legend-name' }, nameOf(method));
  const short = el('span', { class: 'legend-short' }, method.short); // where there is no room for more
  const factor = el('span', { class: 'legend-factor' });
  const title = el('span', {}, name, short, factor);
  const text = el('span', { class: 'legend-text' }, title, counts);
  const element = button({ class: 'legend-row' }, toggle, sample.element, text);
  explain(element, `${method.rule}. Click to switch it off or on.`);
  const restyle = whenChanged(() => [instrument.experiment.theme], sample.paint);
  const isOn = (): boolean => session.experiment.methods.includes(method.id);
  const update = (): void => {
    restyle();
    mark(element, 'aria-pressed', String(isOn()));
    if (element.hidden) return;
    write(factor, factorText(session, method));
    write(counts, isOn() ? countsText(instrument, method) || EM_SPACE : 'off');
  };
  return { id: method.id, element, update };
}

/** The methods that are off now; while the menu is open they stay in it, so that a second click takes back the first. */
function menuItems(session: Session): readonly MenuItem[] {
  const { experiment, instrument } = session;
  return METHODS.filter(({ id }) => !experiment.methods.includes(id)).map((method) => {
    const sample = lineSample(method);
    sample.paint(instrument.experiment.theme);
    const toggle = (): void => toggleMethod(session, method.id);
    const element = menuSwitch(toggle, sample.element, el('span', {}, nameOf(method)));
    explain(element, method.rule);
    const update = (): void =>
      mark(element, 'aria-checked', String(session.experiment.methods.includes(method.id)));
    return { element, update };
  });
}

/** "gradient descent (GD)"; a short name that abbreviates nothing is left out. */
function nameOf({ label, short }: Method): string {
  return /^[A-Z]+$/.test(short) ? `${label} (${short})` : label;
}

/** " η × 1.5", where the method has a learning rate of its own. */
function factorText({ experiment }: Session, { id }: Method): string {
  const factor = experiment.factors[id] ?? 1;
  return factor === 1 ? '' : ` η × ${figures(factor, 3)}`;
}
