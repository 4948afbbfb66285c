type Pixel = readonly [column: number, row: number];

/** What fingers, mouse and wheel mean. Pixels are CSS pixels from the element's upper left corner. */
export interface Gestures {
  /** Dragged by so much. */
  readonly pan: (by: Pixel) => void;
  /** Everything about `at` becomes `factor` times as large a part of the plane. */
  readonly zoom: (at: Pixel, factor: number) => void;
  /** Pressed and let go, and so far it may become a double click. */
  readonly press: (at: Pixel) => void;
  /** Pressed and let go once. */
  readonly click: (at: Pixel) => void;
  readonly doubleClick: () => void;
  /** Clicked with the Shift key held. */
  readonly pick: (at: Pixel) => void;
  readonly hold: (holding: boolean) => void;
  /** Whether the wheel is meant for the element; otherwise it scrolls what is around. */
  readonly wheels?: (event: WheelEvent) => boolean;
}

/** A press that moves less is a click. */
const STILL = 4;
/** Two clicks are a double click if they come within this time (ms) and distance (pixels). */
const TWICE = { time: 280, distance: 12 } as const;
/** Zoom per pixel of the wheel: a notch of 100 pixels is a factor of 1.22. */
const WHEEL = 0.002;
/** Pixels of a wheel that counts in lines or pages. */
const LINE = 33;
const PAGE = 400;
/** What one event can zoom at most: free-running wheels report thousands of pixels at once. */
const MOST_WHEEL = 300;
/** Trackpads report a pinch as a wheel with the control key, in small steps. */
const PINCH = 5;

/** Listens to an element; returns what ends it. */
export function watchGestures(element: HTMLElement, gestures: Gestures): () => void {
  const press = new PressWatch(element, gestures);
  const wheel = (event: WheelEvent): void => {
    if (gestures.wheels?.(event) === false) return;
    event.preventDefault();
    gestures.zoom(pixelOf(element, event), Math.exp(WHEEL * wheelPixels(event)));
  };
  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener('pointerdown', (event) => press.down(event), { signal });
  element.addEventListener('pointermove', (event) => press.move(event), { signal });
  element.addEventListener('pointerup', (event) => press.up(event), { signal });
  element.addEventListener('pointercancel', (event) => press.cancel(event), { signal });
  element.addEventListener('wheel', wheel, { passive: false, signal });
  return () => {
    stop.abort();
    press.forget();
  };
}

function pixelOf(element: HTMLElement, event: MouseEvent): Pixel {
  const { left, top } = element.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

function wheelPixels({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const unit =
    deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : deltaMode === WheelEvent.DOM_DELTA_PAGE ? PAGE : 1;
  const pixels = deltaY * unit * (ctrlKey ? PINCH : 1);
  return Math.max(-MOST_WHEEL, Math.min(MOST_WHEEL, pixels));
}

/** Tells drags, pinches, clicks and double clicks apart. */
class PressWatch {
  readonly #element: HTMLElement;
  readonly #gestures: Gestures;
  /** Where every pressed pointer is. */
  readonly #pointers = new Map<number, Pixel>();
  /** Where the press began, as long as it may still be a click. */
  #began: Pixel | null = null;
  /** The click that waits for a second one. */
  #waiting: { readonly at: Pixel; readonly timer: number } | null = null;

  constructor(element: HTMLElement, gestures: Gestures) {
    this.#element = element;
    this.#gestures = gestures;
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#element.setPointerCapture(event.pointerId);
    const at = pixelOf(this.#element, event);
    this.#pointers.set(event.pointerId, at);
    this.#began = this.#pointers.size === 1 ? at : null; // two fingers never click
    this.#gestures.hold(true);
  }

  move(event: PointerEvent): void {
    const from = this.#pointers.get(event.pointerId);
    if (from === undefined) return;
    const to = pixelOf(this.#element, event);
    // Until it has moved enough the press stays where it began, so that the whole way is dragged then.
    if (this.#began !== null && distance(this.#began, to) < STILL) return;
    this.#began = null;
    this.#pointers.set(event.pointerId, to);
    const [other] = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (other === undefined) this.#gestures.pan([to[0] - from[0], to[1] - from[1]]);
    else this.#pinch(from, to, other);
  }

  up(event: PointerEvent): void {
    if (!this.#pointers.has(event.pointerId)) return;
    const clicked = this.#began;
    this.cancel(event);
    if (clicked === null) return;
    if (event.shiftKey) this.#gestures.pick(clicked);
    else this.#click(clicked);
  }

  cancel(event: PointerEvent): void {
    if (!this.#pointers.delete(event.pointerId)) return;
    this.#began = null;
    if (this.#pointers.size === 0) this.#gestures.hold(false);
  }

  forget(): void {
    if (this.#waiting !== null) clearTimeout(this.#waiting.timer);
    this.#waiting = null;
  }

  /** One finger moved while the other one rests: the middle moves half as far, the span changes. */
  #pinch(from: Pixel, to: Pixel, other: Pixel): void {
    const span = Math.max(1, distance(to, other));
    this.#gestures.pan([(to[0] - from[0]) / 2, (to[1] - from[1]) / 2]);
    const middle: Pixel = [(to[0] + other[0]) / 2, (to[1] + other[1]) / 2];
    this.#gestures.zoom(middle, Math.max(1, distance(from, other)) / span);
  }

  /** A click counts once it is clear that no second one follows: a double click must not leave anything behind. */
  #click(at: Pixel): void {
    const waiting = this.#waiting;
    this.forget();
    if (waiting !== null) {
      const twice = distance(waiting.at, at) <= TWICE.distance;
      if (twice) this.#gestures.doubleClick();
      else this.#gestures.click(waiting.at);
      if (twice) return;
    }
    const timer = window.setTimeout(() => {
      this.#waiting = null;
      this.#gestures.click(at);
    }, TWICE.time);
    this.#waiting = { at, timer };
    this.#gestures.press(at);
  }
}

function distance([x0, y0]: Pixel, [x1, y1]: Pixel): number {
  return Math.hypot(x1 - x0, y1 - y0);
}
