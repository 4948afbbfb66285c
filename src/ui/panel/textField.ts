import { el } from '../dom';

/** A line of text that is taken when it is finished: on Enter, or when the focus leaves. */
export interface TextField {
  readonly element: HTMLInputElement;
  /** Shows a text, unless another one is being typed. */
  readonly show: (text: string) => void;
  /** Marks the text as not taken. */
  readonly refuse: (refused: boolean) => void;
}

interface TextFieldEvents {
  readonly onFinish: (text: string) => void;
  /** ↑ and ↓ */
  readonly onNudge?: (direction: 1 | -1) => void;
}

export function textField(
  attributes: Readonly<Record<string, string>>,
  { onFinish, onNudge }: TextFieldEvents,
): TextField {
  const element = el('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', ...attributes });
  let shown = '';
  let typing = false;
  const finish = () => {
    if (typing) onFinish(element.value);
    typing = false;
  };
  element.addEventListener('input', () => {
    typing = true;
  });
  element.addEventListener('focus', () => element.select());
  element.addEventListener('blur', finish);
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') finish();
    if (key === 'Escape') {
      typing = false;
      element.value = shown;
    }
  });
  element.addEventListener('keydown', (event) => {
    if (onNudge === undefined || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    finish();
    onNudge(event.key === 'ArrowUp' ? 1 : -1);
  });
  const show = (text: string) => {
    shown = text;
    if (!typing && element.value !== text) element.value = text;
  };
  const refuse = (refused: boolean) => element.setAttribute('aria-invalid', String(refused));
  return { element, show, refuse };
}
