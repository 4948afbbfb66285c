import { spectrum } from '../math/symmetric2';
import type { Method } from '../methods/method';
import type { Escapes } from '../theory/lab/escapes';
import { el } from './dom';
import { figures, whole } from './numbers';
import type { Session } from './session';

/** Length of the rose's longest petal and of its axis, and of the box around it. */
const PETAL = 14;
const BOX = 17;
const SVG = 'http://www.w3.org/2000/svg';
/** Less than this says that they escape in all directions. */
const ALONG = 0.1;

/** When the particles of one method escaped, and in which direction, as a line with a rose. */
export function escapesRow(session: Session, { id, short }: Method, escapes: Escapes): HTMLElement {
  const { first, median, last } = escapes.steps;
  const name = el('span', { class: 'escapes-name' }, `${short} ${whole(escapes.count)}`);
  name.style.color = `var(--${id})`;
  const steps = `step ${whole(first)} first, ${whole(median)} median, ${whole(last)} last`;
  const text = el(
    'div',
    {},
    el('div', {}, name, ` · ${steps}`),
    el('div', {}, directionText(session, escapes)),
  );
  return el('div', { class: 'escapes-row' }, roseOf(escapes, `var(--${id})`), text);
}

/** "along 90° (concentration 0.98); the steepest direction of the quadratic is 90°" */
function directionText({ instrument }: Session, { axis, concentration, count, undirected }: Escapes): string {
  if (undirected === count) return 'all by their first step: it leads beyond the trust radius';
  if (concentration < ALONG) return `in all directions (concentration ${figures(concentration, 2)})`;
  const along = `along ${degrees(axis)} (concentration ${figures(concentration, 2)})`;
  const A = instrument.objective.quadratic?.A ?? null;
  if (A === null) return along;
  const [x, y] = spectrum(A).v;
  return `${along}; v of λmax: ${degrees(Math.atan2(y, x))}`;
}

/** The angle of a line, from 0° to below 180°. */
function degrees(angle: number): string {
  const turned = Math.round((((angle * 180) / Math.PI + 360) % 180) * 2) / 2;
  return `${figures(turned % 180, 4)}°`;
}

/** A petal for each of sixteen directions, as long as many went there, and the axis. */
function roseOf({ rose, axis, concentration }: Escapes, color: string): SVGElement {
  const most = Math.max(1, ...rose);
  const petals = rose.map((count, n) => {
    const length = PETAL * Math.sqrt(count / most);
    const at = (turn: number): string => {
      const angle = ((n + turn) * 2 * Math.PI) / rose.length;
      return `${(length * Math.cos(angle)).toFixed(2)} ${(-length * Math.sin(angle)).toFixed(2)}`;
    };
    return `M0 0L${at(-0.5)}L${at(0.5)}Z`;
  });
  const [x, y] = [BOX * Math.cos(axis), -BOX * Math.sin(axis)].map((value) => value.toFixed(2));
  const line = concentration < ALONG ? '' : `M${-Number(x)} ${-Number(y)}L${x} ${y}`;
  const box = { viewBox: `${-BOX} ${-BOX} ${2 * BOX} ${2 * BOX}`, width: 2 * BOX, height: 2 * BOX };
  return draw('svg', { ...box, class: 'escapes-rose', 'aria-hidden': 'true' }, [
    draw('circle', { r: PETAL, class: 'escapes-ring' }),
    draw('path', { d: petals.join(''), fill: color }),
    draw('path', { d: line, class: 'escapes-axis' }),
  ]);
}

function draw(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly SVGElement[] = [],
): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}
