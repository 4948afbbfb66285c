import { choices } from '../dock/choices';
import { button, el, mark, write } from '../dom';

/** A row of a form: its name on the left, what sets it on the right. */
export function field(label: string, ...controls: readonly (Node | string)[]): HTMLElement {
  return el(
    'div',
    { class: 'export-field' },
    el('span', { class: 'export-label', 'aria-hidden': 'true' }, label),
    el('div', { class: 'export-controls' }, ...controls),
  );
}

/** A whole or decimal number to be typed; `change` hears it while it is one, NaN while it is none. */
export function numberInput(
  label: string,
  { value, step = '1', min = '1' }: { readonly value: number; readonly step?: string; readonly min?: string },
  change: (value: number) => void,
): HTMLInputElement {
  const input = el('input', { type: 'number', 'aria-label': label, value: String(value), min, step });
  input.addEventListener('input', () => change(input.valueAsNumber));
  return input;
}

/** One of a few values; what was chosen is shown at once. */
export function choice<V extends string>(
  label: string,
  all: readonly { readonly value: V; readonly label: string; readonly tip: string }[],
  chosen: V,
  choose: (value: V) => void,
): HTMLElement {
  const group = choices(label, all, (value) => {
    group.show(value);
    choose(value);
  });
  group.show(chosen);
  return group.element;
}

export function checkbox(label: string, checked: boolean, change: (checked: boolean) => void): HTMLElement {
  const input = el('input', { type: 'checkbox' });
  input.checked = checked;
  input.addEventListener('change', () => change(input.checked));
  return el('label', { class: 'export-check' }, input, label);
}

/** What is about to be made, in words, or why it cannot be; and the button that makes it. */
export interface Footer {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  /** Shows what `describe` says, or what it throws: a RangeError as a refusal, all else as what is not there. */
  readonly update: () => void;
  /** Shows why it was not made. */
  readonly refuse: (error: unknown) => void;
}

export function footer(name: string, describe: () => string, make: () => void): Footer {
  const words = el('p', { class: 'export-words', role: 'status' });
  const run = button({ class: 'export-make' }, make, name);
  const show = (text: string, kind: '' | 'missing' | 'refused'): void => {
    write(words, text);
    mark(words, 'class', `export-words ${kind}`);
    run.disabled = kind !== '';
  };
  const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  const update = (): void => {
    try {
      show(describe(), '');
    } catch (error) {
      show(textOf(error), error instanceof RangeError ? 'refused' : 'missing');
    }
  };
  const refuse = (error: unknown): void => {
    show(textOf(error), 'refused');
    run.disabled = false;
  };
  return { element: el('div', { class: 'export-footer' }, words, run), button: run, update, refuse };
}
