import { METHODS } from '../methods/table';
import { el, explain } from './dom';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** "escapes", unfolding to when and in which direction the diverged particles of each method were lost. */
export function escapesBlock(session: Session): Part & { readonly element: HTMLElement } {
  const { instrument } = session;
  const title = el('summary', {}, 'how they escaped');
  explain(title, 'When the diverged particles left, in steps from their start, and in which direction.');
  const list = el('div', { class: 'escapes-list' });
  const element = el('details', { class: 'escapes' }, title, list);
  const show = (): void => {
    const all = METHODS.flatMap((method) => {
      const escapes = instrument.whereabouts.get(method.id)?.escapes ?? null;
      return escapes === null ? [] : [{ method, escapes }];
    });
    element.hidden = all.length === 0;
    if (!element.open) return;
    void import('./escapesList').then(({ escapesRow }) => {
      list.replaceChildren(...all.map((one) => escapesRow(session, one.method, one.escapes)));
    });
  };
  element.addEventListener('toggle', show);
  return { element, update: whenChanged(() => [instrument.whereabouts], show) };
}
