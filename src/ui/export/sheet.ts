import { paintElement } from '../paint';
import { showNow } from '../part';
import type { Session } from '../session';
import type { Format, FormatOptions } from './format';

/** What lies over the plane and belongs to its picture, from back to front; some of it can be left out. */
const PAINTED = [
  { selector: '.line-on-plane', option: null },
  { selector: '.axes', option: 'axes' },
  { selector: '.fan-overlay', option: null },
  { selector: '.caption', option: 'caption' },
  { selector: '.legend', option: 'legend' },
  { selector: '.scale', option: 'legend' },
] as const;

/** The page has this class while it is painted: what is there only to be operated is then hidden. */
const PICTURED = 'pictured';

/** Paper on which the plane and what belongs to it are painted in a given format, once or again and again. */
export class Sheet {
  readonly canvas = document.createElement('canvas');
  readonly #session: Session;
  readonly #options: FormatOptions;
  readonly #format: Format;
  readonly #context: CanvasRenderingContext2D;

  constructor(session: Session, format: Format, options: FormatOptions) {
    const { canvas } = this;
    canvas.width = format.width;
    canvas.height = format.height;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser gives no 2D canvas to paint the picture on.');
    this.#session = session;
    this.#format = format;
    this.#options = options;
    this.#context = context;
  }

  /** Paints the present state; all in one task, for a canvas of WebGPU keeps its picture no longer. */
  paint(): void {
    const painted = PAINTED.filter(({ option }) => option === null || this.#options[option] !== false);
    const undo = this.#layOut();
    showNow(); // what lies over the plane may be a frame behind it, and makes room
    this.#context.drawImage(this.#session.instrument.drawNow(), 0, 0);
    for (const element of document.querySelectorAll(painted.map(({ selector }) => selector).join())) {
      paintElement(this.#context, element, this.#format.density);
    }
    undo();
  }

  /** The page as it is in the picture; returns what makes it as it was. Nobody sees it in between. */
  #layOut(): () => void {
    const { classList } = document.documentElement;
    const left = (['legend', 'caption'] as const).filter((name) => this.#options[name] === false);
    const classes = [PICTURED, ...left.map((name) => `without-${name}`)];
    const layer = document.querySelector<HTMLElement>('.interface');
    const { width, height, density } = this.#format;
    const below = innerHeight - (document.querySelector('#plane')?.clientHeight ?? innerHeight); // the dock
    classList.add(...classes);
    if (layer !== null && this.#options.width !== undefined)
      layer.style.cssText += `;width:${width / density}px;height:${height / density + below}px`;
    return () => {
      classList.remove(...classes);
      layer?.style.removeProperty('width');
      layer?.style.removeProperty('height');
    };
  }
}
