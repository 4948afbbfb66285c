import { showNotice } from './notice';

/** Milliseconds between two notices: what goes wrong in every frame must not bury the page. */
const PAUSE = 5000;
/** Different messages that are told; what follows from them would only bury them. */
const MOST = 5;

/** Tells of calls that a device refused: in one notice, with their number and their words. */
class GpuErrors {
  readonly #messages = new Map<string, number>();
  #count = 0;
  #shown = 0;
  #timer = 0;
  #dismiss = (): void => undefined;

  /** Hears one message. */
  hear(message: string): void {
    this.#count++;
    const times = this.#messages.get(message) ?? 0;
    if (times > 0 || this.#messages.size < MOST) this.#messages.set(message, times + 1);
    if (this.#timer !== 0) return;
    this.#show();
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      if (this.#count > this.#shown) this.#show();
    }, PAUSE);
  }

  #show(): void {
    this.#shown = this.#count;
    const what = this.#count === 1 ? 'an error' : `${this.#count} errors`;
    const details = [...this.#messages].map(([message, times]) =>
      times === 1 ? message : `${times} times: ${message}`,
    );
    this.#dismiss();
    this.#dismiss = showNotice({
      text: `The graphics processor reported ${what}; the picture may be wrong.`,
      details,
      action: { label: 'Copy', run: () => void copy(details.join('\n')) },
    });
  }
}

/** Of all devices of the page. */
export const gpuErrors = new GpuErrors();

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    showNotice({
      text: 'This browser does not let the page copy: mark the text and copy it.',
      details: [text],
    });
  }
}
