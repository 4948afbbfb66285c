type Child = Node | string;

/** An element with attributes and children. Text goes in as text, never as markup. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A button with a caption, or with an icon and a name for it. */
export function button(
  attributes: Readonly<Record<string, string>>,
  run: () => void,
  ...children: readonly Child[]
): HTMLButtonElement {
  const element = el('button', { type: 'button', ...attributes }, ...children);
  element.addEventListener('click', run);
  return element;
}

/** Writes a text where it differs: what has not changed is not laid out again. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets an attribute where it differs. */
export function mark(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** A short name for screen readers and, with what it does, the tooltip. */
export function explain(element: Element, tip: string): void {
  element.setAttribute('title', tip);
  element.setAttribute('aria-description', tip);
}
