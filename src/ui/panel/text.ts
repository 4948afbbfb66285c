import { Controller, type GUI } from 'lil-gui';
import { type TextField, textField } from './textField';

/** A value as the text that stands for it. */
export interface TextSetting {
  readonly get: () => string;
  readonly set: (text: string) => void;
}

/** A line of text that is taken when it is finished. */
export class TextController extends Controller {
  readonly field: TextField;
  readonly #setting: TextSetting;

  constructor(folder: GUI, title: string, setting: TextSetting) {
    super(folder, { value: setting.get() }, 'value', 'lil-text-row');
    this.#setting = setting;
    this.field = textField({ 'aria-label': title }, { onFinish: setting.set });
    this.$widget.append(this.field.element);
    this.name(title);
    this.updateDisplay();
  }

  override updateDisplay(): this {
    this.field.show(this.#setting.get());
    return this;
  }
}
