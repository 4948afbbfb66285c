import { along, shareAlong } from '../../math/range';
import type { MapPart } from '../../theory/lab/shares';
import { setEta } from '../actions';
import { button, el, explain, mark, write } from '../dom';
import { makeHandle } from '../handle';
import type { Area } from '../mapFigure';
import { figures } from '../numbers';
import type { Part } from '../part';
import { boxOfPart, partOfBox } from './lineFrame';
import type { LineModel } from './lineModel';

type Pixel = readonly [number, number];
type Shift = readonly [number, number];

/** Of the map, by an arrow key. */
const STEP = 0.01;
/** A window keeps at least this share of the map. */
const LEAST = 0.01;

/** What can be taken hold of on the map: the line of the present η, the corners of the window; and the cursor of the keys. */
export function mountLineOverlay(model: LineModel, element: HTMLElement, area: () => Area): Part {
  const shareAt = ([x, y]: Pixel): Pixel => {
    const { left, top } = element.getBoundingClientRect();
    const { left: l, top: t, width, height } = area();
    return [clamp((x - left - l) / width), clamp(1 - (y - top - t) / height)];
  };
  const eta = etaLine(model, (at) => shareAt(at)[1]);
  const box = windowCorners(model, shareAt);
  const cursor = el('div', { class: 'line-cursor', 'aria-hidden': 'true' });
  element.append(eta.element, ...box.elements, cursor);
  const update = (): void => {
    const place = area();
    eta.show(place);
    box.show(place);
    const at = model.walked ? model.cursor : null;
    cursor.hidden = at === null;
    if (at !== null) cursor.style.transform = translation(pixelOf(place, at));
    element.classList.toggle('selecting', model.selecting);
  };
  return { update };
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

function pixelOf({ left, top, width, height }: Area, [u, v]: Pixel): Pixel {
  return [left + u * width, top + (1 - v) * height];
}

const translation = ([x, y]: Pixel): string => `translate(${x}px, ${y}px)`;

/** A line across the map at the experiment's η, with its value in the margin. */
function etaLine(model: LineModel, heightAt: (at: Pixel) => number) {
  const { session } = model;
  const set = (height: number): void =>
    setEta(session, Number(along(model.frame.etas, clamp(height)).toPrecision(5)));
  const handle = makeHandle('line-eta', 'Learning rate', 'The present η. Drag its number to set η.', {
    drag: (at) => set(heightAt(at)),
    step: ([, up]) => set(shareAlong(model.frame.etas, session.experiment.eta) + STEP * up),
  });
  const value = el('span', { class: 'line-eta-value' });
  handle.element.append(value);
  const show = (place: Area): void => {
    const { eta } = session.experiment;
    const height = shareAlong(model.frame.etas, eta);
    handle.element.classList.toggle('beyond', height < 0 || height > 1);
    handle.element.style.width = `${place.width}px`;
    handle.place(pixelOf(place, [0, clamp(height)]));
    const arrow = height > 1 ? '↑ ' : height < 0 ? '↓ ' : '';
    write(value, `${arrow}η ${figures(eta, 4)}`);
    mark(handle.element, 'aria-label', `Learning rate η = ${figures(eta, 4)}`);
  };
  return { element: handle.element, show };
}

const CORNERS = [
  { name: 'Lower left corner', horizontal: 'left', vertical: 'low' },
  { name: 'Lower right corner', horizontal: 'right', vertical: 'low' },
  { name: 'Upper left corner', horizontal: 'left', vertical: 'high' },
  { name: 'Upper right corner', horizontal: 'right', vertical: 'high' },
] as const;
type Corner = (typeof CORNERS)[number];

/** The four corners of the window, and what takes it away. */
function windowCorners(model: LineModel, shareAt: (at: Pixel) => Pixel) {
  const partNow = (): MapPart | null => {
    const { box, etas } = model.frame;
    return box === null ? null : partOfBox(box, etas);
  };
  const put = (corner: Corner, [u, v]: Pixel): void => {
    const { frame } = model;
    const part = partNow();
    if (part === null) return;
    model.ask({ ...frame, box: boxOfPart(withCorner(part, corner, [u, v]), frame.etas) });
  };
  const handles = CORNERS.map((corner) => ({
    corner,
    handle: makeHandle('line-corner', `${corner.name} of the window`, 'A corner of the window.', {
      drag: (at) => put(corner, shareAt(at)),
      step: ([right, up]: Shift) => {
        const part = partNow();
        if (part === null) return;
        put(corner, [part[corner.horizontal] + STEP * right, part[corner.vertical] + STEP * up]);
      },
    }),
  }));
  const remove = button(
    { class: 'line-window-close', 'aria-label': 'Remove the window' },
    () => model.ask({ ...model.frame, box: null }),
    '×',
  );
  explain(remove, 'Measures the boundary in all that is shown again.');
  const show = (place: Area): void => {
    const part = partNow();
    for (const { corner, handle } of handles) {
      const at: Pixel | null = part === null ? null : [part[corner.horizontal], part[corner.vertical]];
      const seen = at?.every((share) => share >= -1e-9 && share <= 1 + 1e-9) ?? false;
      handle.place(at !== null && seen ? pixelOf(place, at) : null);
    }
    remove.hidden = part === null || part.right < 0 || part.left > 1 || part.high < 0 || part.low > 1;
    if (part === null) return;
    remove.style.transform = translation(pixelOf(place, [clamp(part.right), clamp(part.high)]));
  };
  return { elements: [...handles.map(({ handle }) => handle.element), remove], show };
}

function withCorner(part: MapPart, { horizontal, vertical }: Corner, [u, v]: Pixel): MapPart {
  const { left, right, low, high } = part;
  return {
    ...part,
    [horizontal]: horizontal === 'left' ? Math.min(u, right - LEAST) : Math.max(u, left + LEAST),
    [vertical]: vertical === 'low' ? Math.min(v, high - LEAST) : Math.max(v, low + LEAST),
  };
}
