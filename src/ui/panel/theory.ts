import type { GUI } from 'lil-gui';
import { etaOf } from '../../experiment/circumstances';
import { diagonalOf } from '../../objectives/box';
import { placeOfEta } from '../../theory/constants';
import type { Facts } from '../../theory/facts';
import type { Minimum } from '../../theory/minima';
import { type Mode, type ModeRegime, modesOf, shrinkage } from '../../theory/modes';
import { EPSILONS } from '../../theory/theory';
import { button, el, explain } from '../dom';
import { mathElement } from '../mathText';
import { figures, power, whole } from '../numbers';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { factorText } from './facts';

/** What is shown: all that is known, η of gradient descent, and the minimum whose modes are told. */
interface Scene {
  readonly facts: Facts;
  readonly eta: number;
  readonly chosen: Minimum | null;
}

const SCOPE = { exact: 'exact', view: 'over the view' } as const;

/** What theory starts from: L, μ, κ, the minima and f*, and what follows for gradient descent at its η. */
export function fillTheory({ instrument }: Session, folder: GUI): Part {
  const constants = el('dl', { class: 'theory-constants' });
  const list = el('div', { class: 'theory-minima', role: 'group', 'aria-label': 'Minima' });
  const modes = el('div', { class: 'theory-tables' });
  folder.$children.append(constants, list, modes);
  // What unfolds below the lower edge of the panel comes into view.
  folder.$children.addEventListener('transitionend', () => {
    if (!folder._closed) folder.domElement.scrollIntoView({ block: 'nearest' });
  });
  let picked: Minimum | null = null;
  const pick = (minimum: Minimum): void => {
    picked = minimum;
    update();
  };
  const update = whenChanged(
    () => [instrument.facts, etaOf(instrument.experiment, 'gd'), picked],
    (facts, eta, wish) => {
      const chosen = facts.minima.find((minimum) => isAt(minimum, wish)) ?? facts.minima[0] ?? null;
      const scene: Scene = { facts, eta, chosen };
      constants.replaceChildren(...constantLines(scene));
      showMinima(list, scene, pick);
      modes.replaceChildren(...(chosen === null ? [] : tables(chosen, eta)));
    },
  );
  return { update };
}

function isAt({ x, y }: Minimum, other: Minimum | null): boolean {
  return other !== null && x === other.x && y === other.y;
}

function constantLines({ facts, eta, chosen }: Scene): readonly HTMLElement[] {
  const { L, mu, kappa, scope } = facts.constants;
  const lowest = facts.minima[0];
  const where = SCOPE[scope];
  const place = placeOfEta(eta, facts.constants);
  const none = el('span', {}, 'no minimum in view');
  return [
    line('L', 'The largest eigenvalue of ∇²f: how fast the slope can change.', figures(L, 5), where),
    line('μ', 'The least eigenvalue of ∇²f: positive where f is strongly convex.', figures(mu, 5), where),
    line(
      'κ = L/μ',
      'Condition number: how elongated the bowl is.',
      Number.isNaN(kappa) ? '–' : figures(kappa, 4),
      '',
    ),
    line(
      'θ*',
      'The minimiser whose modes are told.',
      chosen ? pointOf(chosen, facts, 4) : none,
      chosen ? `${SCOPE[chosen.scope]}${placeAmong(facts.minima, chosen)}` : '',
    ),
    line(
      'f*',
      'The lowest minimum that is known.',
      lowest ? figures(depthOf(lowest, facts), 5) : '–',
      lowest ? SCOPE[lowest.scope] : '',
    ),
    ...(place === ''
      ? []
      : [line('η', `η of gradient descent, ${figures(eta, 4)}, among its marks.`, mathElement(place), '')]),
  ].flat();
}

/** ", 2 of 4" */
function placeAmong(minima: readonly Minimum[], one: Minimum): string {
  return minima.length < 2 ? '' : `, ${minima.indexOf(one) + 1} of ${minima.length}`;
}

function line(name: string, tip: string, value: string | HTMLElement, scope: string): readonly HTMLElement[] {
  const title = el('dt', { title: tip }, mathElement(name));
  const where = el('span', { class: 'theory-scope' }, scope);
  return [title, el('dd', { title: tip }, typeof value === 'string' ? el('span', {}, value) : value, where)];
}

/** What is this small beside the view, or beside the differences of f in it, is rounding, and shown as 0. */
const DUST = 1e-14;

function pointOf({ x, y }: Minimum, { box }: Facts, digits: number): string {
  const floor = DUST * diagonalOf(box);
  return `(${figures(cleared(x, floor), digits)}, ${figures(cleared(y, floor), digits)})`;
}

function depthOf({ f }: Minimum, { box, constants }: Facts): number {
  return cleared(f, DUST * Math.abs(constants.L) * diagonalOf(box) ** 2);
}

function cleared(value: number, floor: number): number {
  return Math.abs(value) < floor ? 0 : value;
}

/** All minima, if there are several; a click tells the modes of another one. */
function showMinima(list: HTMLElement, { facts, chosen }: Scene, pick: (minimum: Minimum) => void): void {
  const { minima } = facts;
  list.hidden = minima.length < 2;
  const buttons = minima.map((minimum) => {
    const place = el('span', {}, pointOf(minimum, facts, 3));
    const depth = el('span', { class: 'theory-scope' }, `f = ${figures(depthOf(minimum, facts), 3)}`);
    const element = button({ class: 'theory-minimum' }, () => pick(minimum), place, depth);
    element.setAttribute('aria-pressed', String(minimum === chosen));
    const [low, high] = minimum.curvatures;
    const curvatures = `curvatures ${figures(low, 3)} and ${figures(high, 3)}`;
    explain(element, `Minimum, ${SCOPE[minimum.scope]}, ${curvatures}. Press to see its modes.`);
    return element;
  });
  const top = list.scrollTop;
  list.replaceChildren(...buttons);
  list.scrollTop = top;
}

function tables(minimum: Minimum, eta: number): readonly HTMLElement[] {
  const modes = modesOf(eta, ...minimum.curvatures);
  const note = noteOn(minimum);
  return [
    modeTable(modes),
    timeTable(minimum, eta),
    ...(note === '' ? [] : [el('p', { class: 'theory-note' }, note)]),
  ];
}

const WORDS: Readonly<Record<ModeRegime, string>> = {
  escaping: 'escapes',
  flat: 'no curvature',
  monotone: 'monotone',
  zigzag: 'zigzag',
  edge: 'on the edge',
  unstable: 'unstable',
};

/** λᵢ, ηλᵢ, 1 − ηλᵢ and what that means, for both eigenvectors of H at the minimum. */
function modeTable(modes: readonly Mode[]): HTMLElement {
  const head = row(
    'th',
    mathElement('λᵢ'),
    mathElement('ηλᵢ'),
    mathElement('1 − ηλᵢ'),
    el('span', { class: 'spoken' }, 'regime'),
  );
  const rows = modes.map(({ lambda, factor, regime }) =>
    row('td', figures(lambda, 3), figures(1 - factor, 3), signedFactor(factor), WORDS[regime]),
  );
  const tip =
    'The modes of gradient descent at θ*: a step multiplies the component along eigenvector i by 1 − ηλᵢ.';
  return el('table', { class: 'theory-table', title: tip, 'aria-label': 'Modes' }, head, ...rows);
}

/** Below 1 so many digits that two of them tell how far. */
function signedFactor(factor: number): string {
  return factor > 0 ? factorText(factor) : figures(factor, 3);
}

/** Until ‖θ − θ*‖ has shrunk to ε: steps of gradient descent, and time t of gradient flow, also in steps. */
function timeTable(minimum: Minimum, eta: number): HTMLElement {
  const times = EPSILONS.map((epsilon) => shrinkage(minimum, eta, epsilon));
  const heads = EPSILONS.map((epsilon) => `× ${power(Math.round(Math.log10(epsilon)))}`);
  const descent = times.map(({ steps }) =>
    steps === null ? 'never' : steps < 1e6 ? whole(steps) : figures(steps, 3),
  );
  const flow = times.map(({ time }) => (time === null ? '–' : figures(time / eta, 3)));
  const clock = times.map(({ time }) => (time === null ? '–' : figures(time, 3)));
  const tip =
    'How long the slowest start near θ* takes until its distance to θ* has shrunk to a thousandth and to a millionth. GF: t in steps, t/η.';
  return el(
    'table',
    { class: 'theory-table', title: tip, 'aria-label': 'Time to shrink' },
    row('th', mathElement('‖θ − θ*‖'), ...heads),
    row('td', el('span', {}, 'GD ', mathElement('k')), ...descent),
    row('td', el('span', {}, 'GF ', mathElement('t/η')), ...flow),
    row('td', el('span', {}, 'GF ', mathElement('t')), ...clock),
  );
}

function row(tag: 'th' | 'td', ...cells: readonly (string | HTMLElement)[]): HTMLElement {
  return el('tr', {}, ...cells.map((cell) => el(tag, {}, cell)));
}

function noteOn({ isolated, curvatures: [low, high] }: Minimum): string {
  if (!isolated)
    return 'Minimisers fill a curve; the distance is that to the curve, the modes are those at θ*.';
  if (high === 0) return 'No curvature at θ*: slower than any rate.';
  return low === 0 ? 'Along one direction no curvature at θ*: slower than any rate.' : '';
}
