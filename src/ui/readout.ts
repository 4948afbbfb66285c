import type { Point } from '../experiment/values';
import { toPlane, type Window } from '../experiment/window';
import { METHODS, method } from '../methods/table';
import { entryAt, fateOfEntry } from '../theory/lab/entries';
import { placeIn } from '../theory/lab/lens';
import { el, write } from './dom';
import { fateWords } from './fateWords';
import { decimals, figures, whole } from './numbers';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** Pixels between the pointer and the readout, and the room it needs before it changes sides. */
const AWAY = 18;
const ROOM = { width: 240, height: 180 } as const;

const NAMES = [
  [el('var', {}, 'x')],
  [el('var', {}, 'y')],
  [el('var', {}, 'f')],
  ['‖∇', el('var', {}, 'f'), '‖'],
];

/** Pixels from the pointer within which a particle is told. */
const NEAR = 14;
/** Particles of more methods than this would cover what they are on. */
const MOST = 4;

/** The point under a mouse or a pen: where it is, f and the length of its gradient, and the particles there. */
export function mountReadout(session: Session, root: HTMLElement, plane: HTMLElement): Part {
  const rows = NAMES.map((name) => row(name));
  const element = el('dl', { class: 'readout', 'aria-hidden': 'true' }, ...rows.flatMap((one) => one.nodes));
  element.hidden = true;
  root.append(element);
  const fate = el('dd', { class: 'readout-fate' });
  const particles = el('dd', { class: 'readout-particles' });
  element.append(fate, particles);
  let pointer: readonly [number, number] | null = null;

  const show = (): void => {
    element.hidden = pointer === null;
    showOrbit(session, pointer);
    if (pointer === null) return;
    for (const [n, text] of readingsAt(session, pointer).entries()) rows[n]?.set(text);
    showFate(session, fate, pointUnder(session.instrument.window, pointer));
    showParticles(session, particles);
    place(session, element, pointer);
  };
  const move = (event: PointerEvent): void => {
    pointer =
      event.pointerType === 'touch' || session.experiment.embed ? null : [event.clientX, event.clientY];
    lookThere(session, pointer);
    show();
  };
  const leave = (): void => {
    pointer = null;
    lookThere(session, null);
    show();
  };
  plane.addEventListener('pointermove', move);
  plane.addEventListener('pointerleave', leave);
  const { instrument } = session;
  const update = whenChanged(() => {
    const { objective, experiment, whereabouts } = instrument;
    return [objective, experiment.view, experiment.fate, whereabouts];
  }, show);
  const dispose = (): void => {
    plane.removeEventListener('pointermove', move);
    plane.removeEventListener('pointerleave', leave);
    element.remove();
  };
  return { update, dispose };
}

function row(name: readonly (Node | string)[]): {
  readonly nodes: readonly Node[];
  readonly set: (text: string) => void;
} {
  const value = el('dd');
  return { nodes: [el('dt', {}, ...name), value], set: (text) => write(value, text) };
}

/** On the fate map, the orbit from the point under the pointer. */
function showOrbit({ instrument }: Session, pointer: readonly [number, number] | null): void {
  const wanted = pointer !== null && instrument.experiment.fate;
  instrument.showOrbit(wanted ? pointUnder(instrument.window, pointer) : null);
}

/** "GD rests at the minimum (1, 0) after 34.2 steps", from the map's pixel under the pointer. */
function showFate({ instrument }: Session, element: HTMLElement, point: Point): void {
  const { experiment, fate } = instrument;
  const entry = fate && entryAt(fate.map, ...placeIn(fate.map.lens, point));
  element.hidden = !experiment.fate || fate === null || entry === null;
  if (fate === null || entry === null) return;
  const { map } = fate;
  const found = fateOfEntry(map, entry);
  const known = found.kind !== 'undecided' || map.done === 1;
  const words = known ? fateWords(found, map.minima, map.horizon) : 'is still on its way';
  write(element, `${method(map.rule).short} ${words}`);
}

function pointUnder(window: Window, [column, line]: readonly [number, number]): Point {
  return toPlane(window, [column * window.density, line * window.density]);
}

/** Coordinates to the pixel, values to five digits. */
function readingsAt({ instrument }: Session, pointer: readonly [number, number]): readonly string[] {
  const { window, objective } = instrument;
  const [x, y] = pointUnder(window, pointer);
  const places = Math.ceil(Math.log10(window.scale / window.density));
  const coordinate = (value: number): string =>
    Math.abs(value) < 1e6 && places <= 9 ? decimals(value, places) : figures(value, 9);
  const slope = Math.hypot(...objective.gradient(x, y));
  const f = objective.value(x, y);
  return [coordinate(x), coordinate(y), Number.isNaN(f) ? 'not defined' : figures(f, 5), figures(slope, 4)];
}

/** Has the particles at the pointer looked for. */
function lookThere({ instrument }: Session, pointer: readonly [number, number] | null): void {
  const { window } = instrument;
  const at = pointer && pointUnder(window, pointer);
  void instrument.point(at, (NEAR * window.density) / window.scale);
}

/** "GD, pair 7: cycle of period 4, k = 120", for the particle of each method that is at the pointer. */
function showParticles({ instrument }: Session, element: HTMLElement): void {
  const lines = METHODS.flatMap(({ id, short }) => {
    const particle = instrument.whereabouts.get(id)?.pointed ?? null;
    if (particle === null) return [];
    const { index, status, period, steps } = particle;
    const word = status === 'cycling' ? `cycle of period ${period}` : status;
    const name = el('span', {}, short);
    name.style.color = `var(--${id})`;
    return [
      el('div', {}, name, ` pair ${whole(index)}: ${word}, `, el('var', {}, 'k'), ` = ${whole(steps)}`),
    ];
  });
  element.hidden = lines.length === 0;
  element.replaceChildren(...lines.slice(0, MOST));
}

/** Beside the pointer, where there is room; of several sides that which the orbit from there does not go to. */
function place({ instrument }: Session, element: HTMLElement, [x, y]: readonly [number, number]): void {
  const { objective, experiment, window } = instrument;
  const [right, up] = objective.gradient(...pointUnder(window, [x, y])); // it goes the other way
  const room = {
    left: x - AWAY - ROOM.width > 0,
    right: x + AWAY + ROOM.width < innerWidth,
    above: y - AWAY - ROOM.height > 0,
    below: y + AWAY + ROOM.height < innerHeight,
  };
  const onLeft = room.left && (!room.right || (experiment.fate && right < 0));
  const isAbove = room.above && (!room.below || (experiment.fate && up > 0));
  const left = onLeft ? x - AWAY - element.offsetWidth : x + AWAY;
  const top = isAbove ? y - AWAY - element.offsetHeight : y + AWAY;
  element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
