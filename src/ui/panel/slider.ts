import { Controller, type GUI } from 'lil-gui';
import { el } from '../dom';
import { type Scale, valueTowards } from './scale';
import { type TextField, textField } from './textField';

/** A value that the panel shows and sets; what is typed comes as text, for the experiment to judge. */
export interface NumberSetting {
  readonly get: () => number;
  readonly set: (value: number | string) => void;
}

/**
 * A number as a slider, linear or logarithmic, and a field to type any number into, also beyond the slider. The
 * slider of lil-gui cannot be reached by keyboard; this one is the browser's own.
 */
export class SliderController extends Controller {
  readonly slider: HTMLInputElement;
  readonly field: TextField;
  readonly #setting: NumberSetting;
  #scale: Scale;

  constructor(folder: GUI, title: string, setting: NumberSetting, scale: Scale) {
    super(folder, { value: setting.get() }, 'value', 'lil-slider-row');
    this.#setting = setting;
    this.#scale = scale;
    this.slider = el('input', { type: 'range', min: '0', step: '1', 'aria-label': title });
    this.slider.addEventListener('input', () => this.#moveTo(Number(this.slider.value)));
    const attributes = { inputmode: 'decimal', 'aria-label': `${title}, typed` };
    this.field = textField(attributes, { onFinish: setting.set, onNudge: (by) => this.#nudge(by) });
    this.$widget.append(this.slider, this.field.element);
    this.name(title);
    this.rescale(scale);
  }

  /** Takes other ends. */
  rescale(scale: Scale): void {
    this.#scale = scale;
    this.slider.max = String(scale.steps);
    this.updateDisplay();
  }

  /** Where a value stands on the track, from 0 to 1. */
  shareOf(value: number): number {
    return Math.min(1, Math.max(0, this.#scale.positionOf(value) / this.#scale.steps));
  }

  override updateDisplay(): this {
    const value = this.#setting.get();
    const position = String(Math.round(this.shareOf(value) * this.#scale.steps));
    if (this.slider.value !== position) this.slider.value = position;
    this.slider.style.setProperty('--share', String(this.shareOf(value)));
    this.slider.setAttribute('aria-valuetext', shortest(value));
    this.field.show(shortest(value));
    return this;
  }

  #nudge(by: 1 | -1): void {
    this.#moveTo(Math.round(this.#scale.positionOf(this.#setting.get())) + by);
  }

  #moveTo(position: number): void {
    this.#setting.set(valueTowards(this.#scale, position, this.#setting.get()));
  }
}

/** At most six digits, in a form that can be typed again. Many zeros would not have room. */
function shortest(value: number): string {
  const rounded = Number(value.toPrecision(6));
  return Math.abs(rounded) < 1e6 ? String(rounded) : rounded.toExponential().replace('+', '');
}
