import { button, el, explain, mark } from '../dom';
import { walkList } from './walk';

/** One of a few values to choose from. */
interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly tip: string;
}

/** A group of buttons of which one is chosen. */
interface Choices<V extends string> {
  readonly element: HTMLElement;
  readonly show: (value: V) => void;
}

export function choices<V extends string>(
  label: string,
  all: readonly Choice<V>[],
  choose: (value: V) => void,
): Choices<V> {
  const buttons = all.map(({ value, label: name, tip }) => {
    const element = button({ class: 'dock-choice', role: 'radio' }, () => choose(value), name);
    explain(element, tip);
    return { value, element };
  });
  const element = el('div', { class: 'dock-choices', role: 'radiogroup', 'aria-label': label });
  element.append(...buttons.map((one) => one.element));
  walkList(element, 'radio');
  const show = (chosen: V): void => {
    for (const { value, element: one } of buttons) {
      mark(one, 'aria-checked', String(value === chosen));
      mark(one, 'tabindex', value === chosen ? '0' : '-1');
    }
  };
  return { element, show };
}
