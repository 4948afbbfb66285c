import { clampView } from '../experiment/values';
import type { Window } from '../experiment/window';
import type { MethodId } from '../methods/method';
import { METHODS } from '../methods/table';
import { type Outside, viewAround, ZONES, type Zone } from '../theory/lab/outside';
import { changeUndoably } from './actions';
import { button, el, explain, mark } from './dom';
import { counted, whole } from './numbers';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** Where particles left the picture, with the arrow that points there, and on which edge of the page it is told. */
const PLACES: { readonly [Z in Zone]?: { readonly arrow: string; readonly edge: string } } = {
  'upper left': { arrow: '↖', edge: 'above' },
  above: { arrow: '▲', edge: 'above' },
  'upper right': { arrow: '↗', edge: 'above' },
  left: { arrow: '◀', edge: 'left' },
  right: { arrow: '▶', edge: 'right' },
  'lower left': { arrow: '↙', edge: 'below' },
  below: { arrow: '▼', edge: 'below' },
  'lower right': { arrow: '↘', edge: 'below' },
};

/** More methods than this are not told one by one. */
const MOST = 3;

/** Those of one method beyond one edge. */
interface Group extends Outside {
  readonly id: MethodId;
}

/** Counts the particles that are off screen at the edge or corner beyond which they are; a press brings them in. */
export function mountEdges(session: Session, root: HTMLElement): Part {
  const { instrument } = session;
  const edges = new Map(['above', 'left', 'right', 'below'].map((edge) => [edge, edgeElement(edge)]));
  const chips = ZONES.flatMap((zone) => {
    const place = PLACES[zone];
    if (place === undefined) return [];
    const element = button({ class: 'edge-count' }, () => bringIn(session, zone));
    element.hidden = true;
    edges.get(place.edge)?.append(element);
    let shown = '';
    const show = (): void => {
      const groups = groupsIn(session, zone);
      const text = JSON.stringify(groups.map(({ id, alive, lost }) => [id, alive, lost]));
      if (text === shown) return;
      shown = text;
      element.hidden = groups.length === 0;
      element.replaceChildren(el('span', { 'aria-hidden': 'true' }, place.arrow), ...numbersOf(groups));
      mark(element, 'aria-label', `${seen(groups)} off screen, ${zone}`);
      explain(element, `Off screen, ${zone}: ${told(groups)}. Press to zoom out to them.`);
    };
    return [show];
  });
  for (const edge of edges.values()) root.append(edge);
  const update = whenChanged(
    () => [instrument.whereabouts],
    () => {
      for (const show of chips) show();
    },
  );
  const dispose = (): void => {
    for (const edge of edges.values()) edge.remove();
  };
  return { update, dispose };
}

function edgeElement(edge: string): HTMLElement {
  return el('div', { class: `edges edges-${edge}`, role: 'group', 'aria-label': `Off screen, ${edge}` });
}

/** Those beyond one edge or corner, in the order of the methods. */
function groupsIn({ instrument }: Session, zone: Zone): readonly Group[] {
  return METHODS.flatMap(({ id }) => {
    const found = instrument.whereabouts.get(id)?.outside.find((outside) => outside.zone === zone);
    return found === undefined ? [] : [{ ...found, id }];
  });
}

/** "12 GD", each in the method's colour. */
function numbersOf(groups: readonly Group[]): readonly Node[] {
  if (groups.length > MOST) return [el('span', {}, whole(sumOf(groups)))];
  return groups.flatMap((group) => {
    const number = el('span', {}, countOf(group));
    number.style.color = `var(--${group.id})`;
    return [number, new Text(' ')];
  });
}

/** What `numbersOf` shows: who tells the page what to press says what is there to be read. */
const seen = (groups: readonly Group[]): string =>
  groups.length > MOST ? whole(sumOf(groups)) : groups.map(countOf).join(' ');
const countOf = ({ id, alive, lost }: Group): string => `${whole(alive + lost)} ${shortOf(id)}`;

/** "12 GD (10 diverged), 3 GF" */
function told(groups: readonly Group[]): string {
  const parts = groups.map((group) => {
    const { alive, lost } = group;
    const diverged = lost > 0 ? ` (${alive > 0 ? `${whole(lost)} ` : ''}diverged)` : '';
    return `${countOf(group)}${diverged}`;
  });
  return parts.join(', ');
}

const shortOf = (id: MethodId): string => METHODS.find((method) => method.id === id)?.short ?? id;
const sumOf = (groups: readonly Group[]): number =>
  groups.reduce((sum, { alive, lost }) => sum + alive + lost, 0);

/** Zooms out until all of them are in the picture: those that go on, or where all have diverged, where they did. */
function bringIn(session: Session, zone: Zone): void {
  const groups = groupsIn(session, zone);
  if (groups.length === 0) return;
  const going = groups.filter(({ alive }) => alive > 0);
  const wanted = going.length > 0 ? going : groups;
  const { width, height }: Window = session.instrument.window;
  const around = viewAround(
    session.experiment.view,
    width / height,
    wanted.map(({ extent }) => extent),
  );
  const count = wanted.reduce((sum, { alive, lost }) => sum + (going.length > 0 ? alive : lost), 0);
  const words = going.length > 0 ? counted(count, 'particle') : `${counted(count, 'particle')} that diverged`;
  changeUndoably(session, { view: clampView(...around) }, `Zoomed out to ${words}, ${zone}.`);
}
