/** What Esc closes first, or belongs to: what is open above the plane, the dock, and text that is edited. */
const OPEN = 'dialog[open], .menu:not([hidden])';
const OWN = '.dock, input:not([type="range"], [type="checkbox"]), textarea, select';

/**
 * Hears Esc where nobody else needs it. It is heard before the panel, which keeps keys to itself.
 *
 * @param run returns whether it took the key
 * @returns what ends it
 */
export function heedEscape(run: () => boolean): () => void {
  const hear = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    if (document.querySelector(OPEN) !== null) return;
    if (event.target instanceof Element && event.target.closest(OWN) !== null) return;
    if (run()) event.preventDefault();
  };
  window.addEventListener('keydown', hear, { capture: true });
  return () => window.removeEventListener('keydown', hear, { capture: true });
}
